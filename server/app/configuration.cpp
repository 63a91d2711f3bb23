#include "server/app/configuration.hpp"

#include <set>
#include <sstream>

#include <arpa/inet.h>

#include "core/number.hpp"

namespace foreshock::app {
namespace {

tl::unexpected<Error> bad_listen(std::string_view text) {
    return fail(Errc::invalid, "'" + std::string{text} +
                                   "' is no address to listen on; write \"127.0.0.1:8420\" or "
                                   "\"[::1]:8420\"");
}

bool is_address(const std::string& text) {
    in6_addr bytes{};
    return ::inet_pton(AF_INET, text.c_str(), &bytes) == 1 ||
           ::inet_pton(AF_INET6, text.c_str(), &bytes) == 1;
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result.push_back('\\');
        result.push_back(c);
    }
    return result + '"';
}

std::string quoted(Duration span) {
    return quoted(format_duration(span));
}

void write_server(std::ostream& out, const Configuration::Server& server) {
    out << "[server]\nlisten = " << quoted(server.listen) << "\ndata = " << quoted(server.data)
        << "\noperator_token_file = " << quoted(server.operator_token_file) << "\nhost_names = [";
    for (std::size_t i = 0; i < server.host_names.size(); ++i) {
        out << (i == 0 ? "" : ", ") << quoted(server.host_names[i]);
    }
    out << "]\n";
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

void write_limits(std::ostream& out, const Configuration::Limits& limits) {
    out << "\n[limits]\nreport_bytes_max = " << limits.report_bytes_max
        << "\nconnections_max = " << limits.connections_max
        << "\nevent_streams_max = " << limits.event_streams_max
        << "\nrequests_waiting_max = " << limits.requests_waiting_max
        << "\nreports_waiting_max = " << limits.reports_waiting_max
        << "\nworker_threads = " << limits.worker_threads << "\n";
}

}  // namespace

bool ListenAddress::is_loopback() const {
    return address.starts_with("127.") || address == "::1";
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
    if (!is_address(listen.address)) return bad_listen(text);
    return listen;
}

Result<void> check(const Configuration& configuration) {
    const Result<ListenAddress> listen = parse_listen(configuration.server.listen);
    if (!listen) return fail(Error{listen.error()}.with("server.listen"));
    if (!listen->is_loopback() && configuration.server.operator_token_file.empty()) {
        return fail(Errc::invalid,
                    "server.operator_token_file: is needed because server.listen (" +
                        configuration.server.listen +
                        ") can be reached from other hosts; write a long random token into a file "
                        "that only the server can read, and name it here");
    }
    std::set<std::string> names;
    for (const WebhookConfiguration& webhook : configuration.webhooks) {
        if (webhook.name.empty()) return fail(Errc::invalid, "webhook.name: is missing");
        if (!names.insert(webhook.name).second) {
            return fail(Errc::invalid, "webhook.name: '" + webhook.name + "' is there twice");
        }
        if (!webhook.url.starts_with("http://") && !webhook.url.starts_with("https://")) {
            return fail(Errc::invalid, "webhook.url: of '" + webhook.name +
                                           "' must begin with https:// or http://");
        }
    }
    return {};
}

std::string to_toml(const Configuration& configuration) {
    std::ostringstream out;
    write_server(out, configuration.server);
    write_behaviour(out, configuration);
    write_limits(out, configuration.limits);
    for (const WebhookConfiguration& webhook : configuration.webhooks) {
        out << "\n[[webhook]]\nname = " << quoted(webhook.name) << "\nurl = " << quoted(webhook.url)
            << "\nsecret_file = " << quoted(webhook.secret_file) << "\n";
    }
    out << "\n[log]\nlevel = " << quoted(configuration.log_level) << "\n";
    return out.str();
}

}  // namespace foreshock::app
