#include "server/app/telling_configuration.hpp"

#include <algorithm>
#include <set>

#include "server/app/toml_text.hpp"
#include "server/desk/zone.hpp"
#include "server/notify/channel_catalog.hpp"
#include "server/notify/mail_message.hpp"
#include "server/notify/page_entries.hpp"

namespace foreshock::app {
namespace {

constexpr std::size_t channels_max = 50;

tl::unexpected<Error> wrong(std::string_view table, std::string_view name, std::string_view what) {
    return fail(Errc::invalid,
                std::string{table} + " '" + std::string{name} + "': " + std::string{what});
}

Result<void> check_channel(const ChannelConfiguration& one) {
    const notify::ChannelKind* kind = notify::find_channel_kind(one.spec.kind);
    if (!kind) {
        std::string known;
        for (const notify::ChannelKind& each : notify::channel_kinds())
            known += (known.empty() ? "" : ", ") + std::string{each.name};
        return wrong("channel", one.spec.name, "kind must be one of " + known);
    }
    if (kind->needs_secret && one.secret_file.empty()) {
        return wrong("channel", one.spec.name,
                     "secret_file is needed: a file whose first line is its key or token");
    }
    if (one.retry_first < Duration{100} || one.retry_max < one.retry_first) {
        return wrong("channel", one.spec.name,
                     "retry_first must be 100ms or more, and retry_max no less than it");
    }
    if (!one.spec.url.empty() && !one.url_file.empty()) {
        return wrong("channel", one.spec.name, "has both url and url_file: take one");
    }
    if (one.spec.kind == "mail") {
        for (const std::string& address : one.to) {
            if (!notify::is_mail_address(address)) {
                return wrong("channel", one.spec.name, "to: '" + address + "' is no mail address");
            }
        }
    }
    return {};
}

Result<void> check_names(const TellingConfiguration& telling, std::set<std::string>& names) {
    if (telling.channels.size() > channels_max) {
        return fail(Errc::invalid, "channel: there may be 50 at the most, each has a thread");
    }
    for (const ChannelConfiguration& one : telling.channels) {
        if (one.spec.name.empty()) return fail(Errc::invalid, "channel: needs a name");
        if (!names.insert(one.spec.name).second) {
            return wrong("channel", one.spec.name, "the name is there twice");
        }
        if (one.spec.name == notify::bridge_channel) {
            return wrong("channel", one.spec.name,
                         "is what bridge.webhook is called: take another name");
        }
        if (Result<void> checked = check_channel(one); !checked) return checked;
    }
    return {};
}

const ChannelConfiguration* find(const TellingConfiguration& telling, std::string_view name) {
    const auto found =
        std::find_if(telling.channels.begin(), telling.channels.end(),
                     [&](const ChannelConfiguration& one) { return one.spec.name == name; });
    return found == telling.channels.end() ? nullptr : &*found;
}

Result<void> check_fallbacks(const TellingConfiguration& telling) {
    for (const ChannelConfiguration& one : telling.channels) {
        std::set<std::string> seen{one.spec.name};
        for (const ChannelConfiguration* at = &one; !at->fallback.empty();) {
            const ChannelConfiguration* next = find(telling, at->fallback);
            if (!next) {
                return wrong("channel", at->spec.name,
                             "fallback: there is no channel '" + at->fallback + "'");
            }
            if (!seen.insert(next->spec.name).second) {
                return wrong("channel", one.spec.name, "fallback goes in a ring");
            }
            if ((next->spec.kind == "webhook") != (one.spec.kind == "webhook")) {
                return wrong("channel", one.spec.name,
                             "fallback: a webhook speaks to machines, the others to people");
            }
            at = next;
        }
    }
    return {};
}

/// Somebody is to be told there, and neither a route nor a subscription says who.
bool needs_own_recipients(const TellingConfiguration& telling, const std::string& name) {
    return telling.routes.empty() ||
           std::ranges::any_of(telling.routes,
                               [&](const notify::TellRoute& route) {
                                   return route.recipients.empty() &&
                                          std::ranges::find(route.channels, name) !=
                                              route.channels.end();
                               }) ||
           std::ranges::any_of(telling.channels, [&](const ChannelConfiguration& other) {
               return other.fallback == name;
           });
}

Result<void> check_recipients(const TellingConfiguration& telling) {
    for (const ChannelConfiguration& one : telling.channels) {
        const notify::ChannelKind* kind = notify::find_channel_kind(one.spec.kind);
        const bool is_needed = kind && kind->needs_recipient && one.to.empty() &&
                               needs_own_recipients(telling, one.spec.name);
        if (is_needed) {
            return wrong("channel", one.spec.name,
                         "to is needed: who gets it there? Or a [[route]] with to");
        }
    }
    return {};
}

Result<void> check_routes(const TellingConfiguration& telling, const std::set<std::string>& names) {
    for (const notify::TellRoute& route : telling.routes) {
        if (route.channels.empty()) return wrong("route", route.name, "channels is needed");
        for (const std::string& channel : route.channels) {
            if (!names.contains(channel)) {
                return wrong("route", route.name, "there is no channel '" + channel + "'");
            }
        }
        for (const int level : route.priorities) {
            if (level < 1 || level > 5) return wrong("route", route.name, "priorities are 1 to 5");
        }
    }
    return {};
}

Result<void> check_subscribers(const TellingConfiguration& telling,
                               const std::set<std::string>& names) {
    for (const desk::Subscription& one : telling.subscribers) {
        if (one.service.empty()) return wrong("subscriber", one.address, "service is needed");
        if (one.person.empty() == one.channel.empty()) {
            return wrong("subscriber", one.service, "needs either person, or channel and address");
        }
        if (!one.channel.empty() && !names.contains(one.channel)) {
            return wrong("subscriber", one.service, "there is no channel '" + one.channel + "'");
        }
    }
    return {};
}

void write_channel(std::ostream& out, const ChannelConfiguration& one) {
    const notify::ChannelSpec& spec = one.spec;
    out << "\n[[channel]]\nname = " << quoted(spec.name) << "\nkind = " << quoted(spec.kind)
        << "\nurl = " << quoted(spec.url) << "\nurl_file = " << quoted(one.url_file)
        << "\nuser = " << quoted(spec.user) << "\nsecret_file = " << quoted(one.secret_file)
        << "\nto = " << list_of(one.to) << "\nlanguage = " << quoted(one.language)
        << "\nfrom = " << quoted(spec.from) << "\nsecurity = " << quoted(spec.security)
        << "\nproject = " << quoted(spec.project) << "\nissue_type = " << quoted(spec.issue_type)
        << "\napi = " << quoted(spec.version) << "\nca_file = " << quoted(spec.ca_file)
        << "\nfallback = " << quoted(one.fallback)
        << "\nfallback_after = " << quoted(format_duration(one.fallback_after))
        << "\npoll_every = " << quoted(format_duration(one.poll_every))
        << "\nretry_first = " << quoted(format_duration(one.retry_first))
        << "\nretry_max = " << quoted(format_duration(one.retry_max))
        << "\nreopen_within = " << quoted(format_duration(spec.reopen_within))
        << "\nanswer_within = " << quoted(format_duration(spec.times.answer_within)) << "\n";
}

void write_route(std::ostream& out, const notify::TellRoute& one) {
    out << "\n[[route]]\nname = " << quoted(one.name) << "\nservices = " << list_of(one.services)
        << "\nteams = " << list_of(one.teams) << "\ncategories = " << list_of(one.categories)
        << "\npriorities = [";
    for (std::size_t i = 0; i < one.priorities.size(); ++i)
        out << (i == 0 ? "" : ", ") << one.priorities[i];
    out << "]\nchannels = " << list_of(one.channels) << "\nto = " << list_of(one.recipients)
        << "\naudience = " << quoted(to_string(one.audience))
        << "\nlanguage = " << quoted(one.language)
        << "\npage = " << (one.is_page ? "true" : "false")
        << "\nlast = " << (one.is_last ? "true" : "false") << "\n";
}

void write_subscriber(std::ostream& out, const desk::Subscription& one) {
    out << "\n[[subscriber]]\nservice = " << quoted(one.service)
        << "\nperson = " << quoted(one.person) << "\nchannel = " << quoted(one.channel)
        << "\naddress = " << quoted(one.address)
        << "\naudience = " << quoted(to_string(one.audience))
        << "\nlanguage = " << quoted(one.language) << "\npriority = " << one.priority_level << "\n";
}

}  // namespace

Result<void> check_telling(const TellingConfiguration& telling,
                           const std::vector<std::string>& webhooks) {
    std::set<std::string> names{webhooks.begin(), webhooks.end()};
    if (Result<void> checked = check_names(telling, names); !checked) return checked;
    if (Result<void> checked = check_fallbacks(telling); !checked) return checked;
    if (Result<void> checked = check_recipients(telling); !checked) return checked;
    if (Result<void> checked = check_routes(telling, names); !checked) return checked;
    if (Result<void> checked = check_subscribers(telling, names); !checked) return checked;
    const Result<desk::Zone> zone = desk::Zone::find(telling.words.zone);
    if (!zone) return fail(Error{zone.error()}.with("words.zone"));
    if (!telling.words.page_url.empty() && !notify::is_http_url(telling.words.page_url)) {
        return fail(Errc::invalid, "words.page_url: must begin with https:// or http://");
    }
    return {};
}

void write_telling(std::ostream& out, const TellingConfiguration& telling) {
    out << "\n[words]\nfolder = " << quoted(telling.words.folder)
        << "\nlanguage = " << quoted(telling.words.language)
        << "\nzone = " << quoted(telling.words.zone)
        << "\npage_url = " << quoted(telling.words.page_url) << "\n\n[updates]\n";
    for (std::size_t i = 0; i < telling.update_every.size(); ++i) {
        out << "P" << i + 1 << " = " << quoted(format_duration(telling.update_every.at(i))) << "\n";
    }
    for (const ChannelConfiguration& one : telling.channels)
        write_channel(out, one);
    for (const notify::TellRoute& one : telling.routes)
        write_route(out, one);
    for (const desk::Subscription& one : telling.subscribers)
        write_subscriber(out, one);
}

}  // namespace foreshock::app
