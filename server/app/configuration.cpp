#include "server/app/configuration.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include "core/ip_address.hpp"
#include "core/number.hpp"
#include "server/app/sample_watch_configuration.hpp"
#include "server/app/threshold_configuration.hpp"
#include "server/app/toml_text.hpp"
#include "server/notify/page_entries.hpp"

namespace foreshock::app {
namespace {

tl::unexpected<Error> bad_listen(std::string_view text) {
    return fail(Errc::invalid, "'" + std::string{text} +
                                   "' is no address to listen on; write \"127.0.0.1:8420\" or "
                                   "\"[::1]:8420\"");
}

void write_server(std::ostream& out, const Configuration::Server& server) {
    out << "[server]\nlisten = " << quoted(server.listen) << "\ndata = " << quoted(server.data)
        << "\noperator_token_file = " << quoted(server.operator_token_file)
        << "\nhost_names = " << list_of(server.host_names) << "\n";
}

void write_behaviour(std::ostream& out, const Configuration& c) {
    out << "\n[incidents]\nhold = " << quoted(c.incidents.hold_before_announcing)
        << "\nsoak = " << quoted(c.incidents.soak)
        << "\nrelapse_window = " << quoted(c.incidents.relapse_window)
        << "\nrestart_grace = " << quoted(c.incidents.restart_grace)
        << "\nclose_after = " << quoted(c.incidents.close_after)
        << "\ncorrelation_window = " << quoted(c.incidents.correlation_window)
        << "\nopen_max = " << c.incidents.open_incidents_max
        << "\nmajor_at_priority = " << c.incidents.major_at_level
        << "\n\n[absence]\nintervals_missed = " << c.absence.intervals_missed
        << "\nsilence_min = " << quoted(c.absence.silence_min)
        << "\nplanned_max = " << quoted(c.absence.planned_max)
        << "\n\n[history]\nretention = " << quoted(c.history.retention)
        << "\nbytes_max = " << c.history.bytes_max << "\n";
}

void write_intake(std::ostream& out, const Configuration::Intake& intake) {
    const intake::AlertMapping& mapping = intake.alerts.mapping;
    out << "\n[intake]\ntoken_file = " << quoted(intake.token_file)
        << "\nalerts_max = " << intake.alerts.alerts_max
        << "\nbody_bytes_max = " << intake.body_bytes_max
        << "\nhost_labels = " << list_of(mapping.host_labels)
        << "\nhost_unnamed = " << quoted(mapping.host_unnamed)
        << "\nsaid_once_timeout = " << quoted(intake.alerts.said_once_timeout)
        << "\n\n[intake.alertmanager]\nresolve_timeout = " << quoted(intake.alerts.resolve_timeout)
        << "\n";
    for (const PagerDutyConfiguration& one : intake.pagerduty) {
        out << "\n[[intake.pagerduty]]\nname = " << quoted(one.name)
            << "\nrouting_key_file = " << quoted(one.routing_key_file)
            << "\nrouting_key_sha256 = " << quoted(one.routing_key_sha256) << "\n";
    }
}

void write_limits(std::ostream& out, const Configuration::Limits& limits) {
    out << "\n[limits]\nreport_bytes_max = " << limits.report_bytes_max
        << "\nconnections_max = " << limits.connections_max
        << "\nconnections_per_address_max = " << limits.connections_per_address_max
        << "\nevent_streams_max = " << limits.event_streams_max
        << "\nrequests_waiting_max = " << limits.requests_waiting_max
        << "\nreports_waiting_max = " << limits.reports_waiting_max
        << "\nworker_threads = " << limits.worker_threads << "\n";
}

Result<void> check_pagerduty(const std::vector<PagerDutyConfiguration>& all) {
    std::set<std::string> names;
    for (const PagerDutyConfiguration& one : all) {
        const std::string key = "intake.pagerduty '" + one.name + "': ";
        if (!names.insert(one.name).second) return fail(Errc::invalid, key + "is there twice");
        if (one.routing_key_file.empty() == one.routing_key_sha256.empty()) {
            return fail(Errc::invalid, key + "needs either routing_key_file or routing_key_sha256");
        }
        const bool is_digest =
            one.routing_key_sha256.size() == 64 &&
            one.routing_key_sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
        if (one.routing_key_file.empty() && !is_digest) {
            return fail(Errc::invalid,
                        key +
                            "routing_key_sha256 must have 64 digits of 0-9 and a-f, as "
                            "'printf %s KEY | sha256sum' prints them");
        }
    }
    return {};
}

}  // namespace

bool ListenAddress::is_loopback() const {
    return address.starts_with("127.") || address == "::1";
}

bool ListenAddress::is_any() const {
    return address == "0.0.0.0" || address == "::";
}

Result<ListenAddress> parse_listen(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return bad_listen(text);
    const Result<std::uint64_t> port = parse_uint(text.substr(colon + 1));
    if (!port || *port > 65535) return bad_listen(text);
    std::string_view host = text.substr(0, colon);
    const bool in_brackets = host.starts_with('[') && host.ends_with(']');
    if (in_brackets) host = host.substr(1, host.size() - 2);
    if (!in_brackets && host.find(':') != std::string_view::npos) return bad_listen(text);
    ListenAddress listen{std::string{host == "localhost" ? "127.0.0.1" : host},
                         static_cast<std::uint16_t>(*port)};
    if (!is_ip_address(listen.address)) return bad_listen(text);
    return listen;
}

namespace {

Result<void> check_self_test(const Configuration& configuration) {
    const SelfSettings& self = configuration.self;
    const bool is_off = self.test_every == Duration{0};
    if (!is_off &&
        (self.test_every < std::chrono::seconds{1} || self.test_every > std::chrono::hours{24}))
        return fail(Errc::invalid, "self.test_every: must be from 1s to 24h, or 0s for none");
    if (self.test_within < std::chrono::seconds{1} || self.test_within > std::chrono::hours{1})
        return fail(Errc::invalid, "self.test_within: must be from 1s to 1h");
    if (self.test_channel.empty()) return {};
    const auto is_named = [&](const std::string& name) { return name == self.test_channel; };
    const bool is_there =
        std::ranges::any_of(configuration.webhooks, is_named, &WebhookConfiguration::name) ||
        std::ranges::any_of(configuration.telling.channels, is_named,
                            [](const auto& one) { return one.spec.name; });
    if (is_there) return {};
    return fail(Errc::invalid, "self.test_channel: no [[webhook]] or [[channel]] is named '" +
                                   self.test_channel + "'");
}

Result<void> check_self(const SelfSettings& self) {
    if (self.every < std::chrono::seconds{1} || self.every > std::chrono::hours{1})
        return fail(Errc::invalid, "self.every: must be from 1s to 1h");
    const bool is_http = self.alive_url.empty() || self.alive_url.starts_with("http://") ||
                         self.alive_url.starts_with("https://");
    if (!is_http) return fail(Errc::invalid, "self.alive_url: must begin with https:// or http://");
    return {};
}

Result<void> check_channel_names(const Configuration& configuration,
                                 const std::set<std::string>& webhooks) {
    std::set<std::string> there = webhooks;
    for (const ChannelConfiguration& one : configuration.telling.channels)
        there.insert(one.spec.name);
    const std::string& mail = configuration.reports.mail_channel;
    if (!mail.empty() && !there.contains(mail)) {
        return fail(Errc::invalid, "reports.mail_channel: there is no channel '" + mail + "'");
    }
    const std::string& requests = configuration.reports.request_channel;
    if (!requests.empty() && !there.contains(requests)) {
        return fail(Errc::invalid,
                    "reports.request_channel: there is no channel '" + requests + "'");
    }
    for (const std::string& channel : configuration.breach.channels) {
        if (!there.contains(channel)) {
            return fail(Errc::invalid, "breach.channels: there is no channel '" + channel + "'");
        }
        for (const notify::TellRoute& route : configuration.telling.routes) {
            if (std::find(route.channels.begin(), route.channels.end(), channel) ==
                route.channels.end())
                continue;
            return fail(Errc::invalid, "route '" + route.name + "': the channel '" + channel +
                                           "' is told of breaches, and of nothing else");
        }
    }
    return {};
}

}  // namespace

Result<void> check(const Configuration& configuration) {
    const Result<ListenAddress> listen = parse_listen(configuration.server.listen);
    if (!listen) return fail(Error{listen.error()}.with("server.listen"));
    auto tls = check_tls(configuration.tls, configuration.server.listen, !listen->is_loopback());
    if (!tls) return tls;
    const Result<void> reports = check_reports(configuration.reports, configuration.intake.mail);
    if (!reports) return reports;
    if (Result<void> services = check_services(configuration.services); !services) return services;
    const Result<void> senders = check_pagerduty(configuration.intake.pagerduty);
    if (!senders) return senders;
    if (Result<void> self = check_self(configuration.self); !self) return self;
    if (Result<void> test = check_self_test(configuration); !test) return test;
    std::set<std::string> names;
    for (const WebhookConfiguration& webhook : configuration.webhooks) {
        if (webhook.name.empty()) return fail(Errc::invalid, "webhook.name: is missing");
        if (!names.insert(webhook.name).second) {
            return fail(Errc::invalid, "webhook.name: '" + webhook.name + "' is there twice");
        }
        if (webhook.name == notify::bridge_channel) {
            return fail(Errc::invalid, "webhook.name: '" + webhook.name +
                                           "' is what bridge.webhook is called: take another name");
        }
        if (!webhook.url.starts_with("http://") && !webhook.url.starts_with("https://")) {
            return fail(Errc::invalid, "webhook.url: of '" + webhook.name +
                                           "' must begin with https:// or http://");
        }
    }
    if (const auto ready = made_ready(configuration.care); !ready) return fail(ready.error());
    const Result<void> channels = check_channel_names(configuration, names);
    if (!channels) return channels;
    const auto rules = dependency_rules(configuration.dependencies);
    if (!rules) return fail(rules.error());
    return check_telling(configuration.telling, {names.begin(), names.end()});
}

std::string to_toml(const Configuration& configuration) {
    std::ostringstream out;
    write_server(out, configuration.server);
    write_tls(out, configuration.tls);
    write_access(out, configuration.access);
    write_behaviour(out, configuration);
    write_priority(out, configuration.incidents);
    write_thresholds(out, configuration.incidents.thresholds);
    write_sample_watch(out, configuration.sample_watch);
    write_limits(out, configuration.limits);
    out << "\n[breach]\nresponders = " << list_of(configuration.breach.responders)
        << "\nchannels = " << list_of(configuration.breach.channels)
        << "\nkinds = " << list_of(configuration.breach.kinds) << "\n";
    write_intake(out, configuration.intake);
    write_mailbox(out, configuration.intake.mail);
    write_reports(out, configuration.reports);
    write_status_page(out, configuration.status_page);
    for (const WebhookConfiguration& webhook : configuration.webhooks) {
        out << "\n[[webhook]]\nname = " << quoted(webhook.name) << "\nurl = " << quoted(webhook.url)
            << "\nsecret_file = " << quoted(webhook.secret_file) << "\n";
    }
    write_telling(out, configuration.telling);
    write_services(out, configuration.services);
    for (const DependencyConfiguration& one : configuration.dependencies) {
        out << "\n[[dependency]]\nname = " << quoted(one.name)
            << "\ndependents = " << list_of(one.dependents) << "\nneeds = " << list_of(one.needs)
            << "\nsame = " << list_of(one.same) << "\n";
    }
    out << "\n[self]\nalive_url = " << quoted(configuration.self.alive_url)
        << "\nevery = " << quoted(format_duration(configuration.self.every))
        << "\noutbox_stuck_after = "
        << quoted(format_duration(configuration.self.outbox_stuck_after))
        << "\ndisk_free_min_bytes = " << configuration.self.disk_free_min_bytes
        << "\ntest_every = " << quoted(format_duration(configuration.self.test_every))
        << "\ntest_within = " << quoted(format_duration(configuration.self.test_within))
        << "\ntest_channel = " << quoted(configuration.self.test_channel) << "\n";
    write_care(out, configuration.care);
    out << "\n[log]\nlevel = " << quoted(configuration.log_level) << "\n";
    return out.str();
}

}  // namespace foreshock::app
