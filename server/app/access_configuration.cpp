#include "server/app/access_configuration.hpp"

#include <ostream>

#include "server/app/table_reader.hpp"

namespace foreshock::app {

void read_access(TableReader& in, AccessConfiguration& into) {
    in.choice("loopback", into.loopback, {"admin", "nobody", "owner", "viewer"});
    in.texts("proxies", into.proxies);
    in.span("session_idle_max", into.sessions.idle_max);
    in.span("session_max", into.sessions.absolute_max);
    in.number("sessions_per_person_max", into.sessions.per_person_max, 1, 1000);
    in.span("login_window", into.throttle.window);
    in.number("login_failures_max", into.throttle.per_person_and_address_max, 1, 1000);
    in.number("login_failures_per_address_max", into.throttle.per_address_max, 1, 100'000);
}

void write_access(std::ostream& out, const AccessConfiguration& access) {
    out << "\n[access]\n";
    if (!access.loopback.empty()) out << "loopback = \"" << access.loopback << "\"\n";
    out << "proxies = [";
    for (std::size_t i = 0; i < access.proxies.size(); ++i)
        out << (i == 0 ? "\"" : ", \"") << access.proxies[i] << "\"";
    out << "]\nsession_idle_max = \"" << format_duration(access.sessions.idle_max)
        << "\"\nsession_max = \"" << format_duration(access.sessions.absolute_max)
        << "\"\nsessions_per_person_max = " << access.sessions.per_person_max
        << "\nlogin_window = \"" << format_duration(access.throttle.window)
        << "\"\nlogin_failures_max = " << access.throttle.per_person_and_address_max
        << "\nlogin_failures_per_address_max = " << access.throttle.per_address_max << "\n";
}

http::LoopbackTrust loopback_trust(const AccessConfiguration& access, bool has_operator_token) {
    using Trust = http::LoopbackTrust;
    if (access.loopback.empty()) return has_operator_token ? Trust::nobody : Trust::owner;
    if (access.loopback == "nobody") return Trust::nobody;
    if (access.loopback == "viewer") return Trust::viewer;
    return access.loopback == "admin" ? Trust::admin : Trust::owner;
}

}  // namespace foreshock::app
