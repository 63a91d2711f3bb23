#include "server/app/telling_configuration_file.hpp"

#include <algorithm>

#include "server/app/table_reader.hpp"
#include "server/notify/channel_catalog.hpp"

namespace foreshock::app {
namespace {

/// Mail servers look through a mail before they answer for it.
constexpr Duration mail_answer_within = std::chrono::seconds{60};

std::set<std::string> kind_names() {
    std::set<std::string> names;
    for (const notify::ChannelKind& kind : notify::channel_kinds())
        names.emplace(kind.name);
    return names;
}

void read_audience(TableReader& in, desk::TellAudience& into) {
    std::string text{to_string(into)};
    in.choice("audience", text, {"management", "reporter", "responders", "subscribers"});
    into = desk::parse_tell_audience(text).value_or(into);
}

void read_flag(TableReader& in, std::string_view key, bool& into) {
    const toml::node* node = in.node(key);
    if (!node) return;
    const auto value = node->value_exact<bool>();
    if (!value) return in.complain_of(key, "must be true or false");
    into = *value;
}

}  // namespace

void read_channel(TableReader& in, TellingConfiguration& into) {
    ChannelConfiguration read;
    notify::ChannelSpec& spec = read.spec;
    in.text("name", spec.name);
    in.choice("kind", spec.kind, kind_names());
    if (spec.kind == "mail") spec.times.answer_within = mail_answer_within;
    in.text("url", spec.url);
    in.text("url_file", read.url_file);
    in.text("user", spec.user);
    in.text("secret_file", read.secret_file);
    in.texts("to", read.to);
    in.text("language", read.language);
    in.text("from", spec.from);
    in.choice("security", spec.security, {"none", "starttls", "tls"});
    in.text("project", spec.project);
    in.text("issue_type", spec.issue_type);
    in.choice("api", spec.version, {"", "2", "3"});
    in.text("ca_file", spec.ca_file);
    in.text("fallback", read.fallback);
    in.span("fallback_after", read.fallback_after);
    in.span("poll_every", read.poll_every);
    in.span("retry_first", read.retry_first);
    in.span("retry_max", read.retry_max);
    in.span("reopen_within", spec.reopen_within);
    in.span("answer_within", spec.times.answer_within);
    in.finish();
    if (spec.name.empty() || spec.kind.empty()) {
        return in.complain_of("name", "a channel needs a name and a kind");
    }
    const auto same =
        std::find_if(into.channels.begin(), into.channels.end(),
                     [&](const ChannelConfiguration& one) { return one.spec.name == spec.name; });
    if (same == into.channels.end()) {
        into.channels.push_back(std::move(read));
    } else {
        *same = std::move(read);
    }
}

void read_route(TableReader& in, TellingConfiguration& into) {
    notify::TellRoute read;
    in.text("name", read.name);
    in.texts("services", read.services);
    in.texts("teams", read.teams);
    in.texts("categories", read.categories);
    in.numbers("priorities", read.priorities, 1, 5);
    in.texts("channels", read.channels);
    in.texts("to", read.recipients);
    read_audience(in, read.audience);
    in.text("language", read.language);
    read_flag(in, "page", read.is_page);
    read_flag(in, "last", read.is_last);
    in.finish();
    into.routes.push_back(std::move(read));
}

void read_subscriber(TableReader& in, TellingConfiguration& into) {
    desk::Subscription read;
    in.text("service", read.service);
    in.text("person", read.person);
    in.text("channel", read.channel);
    in.text("address", read.address);
    read_audience(in, read.audience);
    in.text("language", read.language);
    in.number("priority", read.priority_level, 1, 5);
    in.finish();
    read.created_by = "configuration";
    into.subscribers.push_back(std::move(read));
}

void read_words(TableReader& in, TellingConfiguration& into) {
    in.text("folder", into.words.folder);
    in.text("language", into.words.language);
    in.text("zone", into.words.zone);
    in.text("page_url", into.words.page_url);
    while (into.words.page_url.ends_with('/'))
        into.words.page_url.pop_back();
}

void read_updates(TableReader& in, TellingConfiguration& into) {
    for (std::size_t i = 0; i < into.update_every.size(); ++i)
        in.span("P" + std::to_string(i + 1), into.update_every.at(i));
}

}  // namespace foreshock::app
