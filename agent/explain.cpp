#include "agent/explain.hpp"

#include <algorithm>

#include "agent/blind_spots.hpp"
#include "agent/certificate_words.hpp"
#include "agent/deadline_space_probe.hpp"
#include "agent/identity.hpp"
#include "agent/known_services.hpp"
#include "collectors/system/os_release.hpp"
#include "collectors/system/systemd_bus.hpp"
#include "collectors/system/tls_listener.hpp"
#include "core/clock.hpp"
#include "core/directory_host_fs.hpp"
#include "core/number.hpp"

namespace foreshock::agent {
namespace {

using collectors::FoundCertificate;
using collectors::Listener;
using collectors::UnitsReading;

std::string heading(const std::string& text) {
    return "\n" + text + "\n";
}

std::string line(const std::string& text) {
    return "  " + text + "\n";
}

std::string in_all(std::size_t count, const std::string& one, const std::string& many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string explain_mounts(const Findings& findings) {
    const std::size_t count = findings.mounts.size();
    std::string text = heading("Filesystems that can fill up: " + std::to_string(count));
    for (std::size_t i = 0; i < count; ++i) {
        const collectors::Mount& mount = findings.mounts[i];
        const bool read_only = mount.mount_read_only || mount.superblock_read_only;
        const std::string space =
            i < findings.mount_space.size() ? findings.mount_space[i] : std::string{};
        text += line(mount.mount_point + "  " + mount.source + ", " + mount.type +
                     (read_only ? ", read-only" : "") + (space.empty() ? "" : ", " + space));
    }
    return text;
}

std::string explain_units(const Findings& findings) {
    if (!findings.units) return heading("Units: none, " + findings.units_absent);
    const UnitsReading& units = *findings.units;
    std::string text =
        heading("Units: " + in_all(units.total, "unit is", "units are") + " loaded, " +
                std::to_string(units.failed) + " failed; systemd calls the host " +
                (units.system_state.empty() ? "nothing" : units.system_state));
    text += line("watched: " + in_all(units.units.size(), "service", "services") + ", " +
                 in_all(units.timers.size(), "timer", "timers") + ", " +
                 in_all(units.sockets.size(), "socket", "sockets"));
    for (const collectors::WatchedUnit& unit : units.units)
        text += line(unit.name + "  " + collectors::state_text(unit));
    return text;
}

std::string explain_listeners(const Findings& findings) {
    std::string text = heading("Ports that wait: " + std::to_string(findings.listeners.size()));
    for (const Listener& listener : findings.listeners) {
        const KnownService* service = find_service(listener);
        const std::string by =
            listener.process.empty() ? "by an unknown process" : "by " + listener.process;
        text += line(listener.name() + "  " + by + (listener.is_local() ? ", this host only" : "") +
                     (service ? ": " + std::string{service->name} : ""));
    }
    return text;
}

/// Of the many local sockets only those with a known service behind them.
std::string explain_sockets(const Findings& findings) {
    std::string known;
    for (const std::string& path : findings.sockets) {
        const std::string_view service = service_of_socket(path);
        if (!service.empty()) known += line(path + ": " + std::string{service});
    }
    return known.empty() ? known : heading("Services behind local sockets:") + known;
}

std::string explain_certificate(const FoundCertificate& one, const std::string& where,
                                TimePoint now) {
    const Duration left = one.certificate.not_after - now;
    const std::string day = format_rfc3339(one.certificate.not_after).substr(0, 10);
    const std::string when =
        left.count() < 0 ? "ended " + day : "ends " + day + ", in " + describe_duration(left);
    return line(where + "  " + one.certificate.subject + ", " + when);
}

std::string explain_certificates(const Findings& findings, TimePoint now) {
    const auto& found = findings.certificates;
    std::string text =
        heading("Certificates: " + std::to_string(found.files.size()) + " in files, " +
                std::to_string(found.listeners.size()) + " on local ports");
    for (const FoundCertificate& one : found.files)
        text += explain_certificate(one, one.where, now);
    for (const FoundCertificate& one : found.listeners)
        text += explain_certificate(one, "port " + one.where, now);
    for (const std::string& path : found.unreadable)
        text += line(path + "  may not be read");
    if (found.malformed > 0) {
        text += line(in_all(found.malformed, "file looks", "files look") +
                     " like a certificate and cannot be understood");
    }
    return text;
}

std::string_view shown_subject(const Findings& findings, std::uint16_t port) {
    for (const FoundCertificate& one : findings.certificates.listeners) {
        if (one.where == std::to_string(port)) return one.certificate.subject;
    }
    return {};
}

std::string explain_checks(const Findings& findings) {
    std::string checks;
    std::vector<std::uint16_t> seen;
    for (const Listener& listener : findings.listeners) {
        if (std::find(seen.begin(), seen.end(), listener.port) != seen.end()) continue;
        const std::string check = suggested_check(listener, shown_subject(findings, listener.port));
        if (check.empty()) continue;
        seen.push_back(listener.port);
        checks += "\n" + check;
    }
    if (checks.empty()) return heading("Checks to enable: no service here is known");
    return heading("Checks to enable, in /etc/foreshock/agent.d/checks.toml:") + checks;
}

std::string explain_blind_spots(const Findings& findings) {
    if (findings.blind_spots.empty())
        return heading("Nothing that was looked for may not be read.");
    std::string text = heading("What the agent cannot see, and which right would show it:");
    for (const std::string& spot : findings.blind_spots)
        text += line(spot);
    return text;
}

std::string first_line(const HostFs& host, const std::string& path) {
    const auto text = host.read(path);
    return text ? text->substr(0, text->find('\n')) : std::string{};
}

void look_at_mounts(const AgentConfig& config, const HostFs& host, Findings& findings) {
    auto text = host.read("proc/1/mountinfo");
    if (!text) text = host.read("proc/self/mountinfo");
    if (!text) return;
    auto all = collectors::parse_mountinfo(*text);
    if (!all) return;
    findings.mounts = collectors::watched_mounts(std::move(*all));
    DeadlineSpaceProbe probe{config.host_root};
    for (const collectors::Mount& mount : findings.mounts) {
        const auto space = probe.space(mount.mount_point);
        findings.mount_space.push_back(
            space ? describe_bytes(space->size_bytes - space->free_bytes) + " of " +
                        describe_bytes(space->size_bytes) + " used"
                  : "");
    }
}

void look_at_units(const HostFs& host, bool is_own_host, Findings& findings) {
    findings.units_absent = "systemd did not start this host";
    if (!is_own_host || !host.count("run/systemd/system")) return;
    auto bus = collectors::open_systemd_bus();
    if (!bus) {
        findings.units_absent = bus.error().what;
        return;
    }
    collectors::EnabledServices enabled;
    auto reading = collectors::read_units(**bus, enabled, collectors::monotonic_microseconds());
    if (reading) {
        findings.units = std::move(*reading);
    } else {
        findings.units_absent = reading.error().what;
    }
}

void look_at_ports(const AgentConfig& config, const HostFs& host, bool is_own_host,
                   Findings& findings) {
    if (auto listeners = collectors::read_listeners(host)) {
        findings.listeners = std::move(*listeners);
        collectors::SocketOwners{}.name(host, findings.listeners);
    }
    if (const auto table = host.read("proc/net/unix")) {
        findings.sockets = collectors::parse_unix_listeners(*table);
    }
    const auto nobody = [](const Listener&) {
        return Result<collectors::Certificate>{fail(Errc::no_data, "another host")};
    };
    findings.certificates = collectors::read_certificates(
        host, config.watch.certificates,
        is_own_host ? collectors::ListenerQuestion{collectors::certificate_of_listener} : nobody);
}

Findings look_around(const AgentConfig& config) {
    const DirectoryHostFs host{config.host_root};
    const bool is_own_host = config.host_root == "/";
    Findings findings;
    findings.name = host_name(host);
    findings.os = collectors::parse_os_release(host.read("etc/os-release").value_or("")).name;
    findings.kernel = first_line(host, "proc/sys/kernel/osrelease");
    look_at_mounts(config, host, findings);
    look_at_units(host, is_own_host, findings);
    look_at_ports(config, host, is_own_host, findings);
    findings.blind_spots = blind_spots(host);
    return findings;
}

}  // namespace

std::string explain(const Findings& findings, TimePoint now) {
    return findings.name + ": " + (findings.os.empty() ? "an unknown system" : findings.os) +
           ", Linux " + findings.kernel + "\n" + explain_mounts(findings) +
           explain_units(findings) + explain_listeners(findings) + explain_sockets(findings) +
           explain_certificates(findings, now) + explain_checks(findings) +
           explain_blind_spots(findings);
}

void print_explanation(const AgentConfig& config, std::ostream& out) {
    const TimePoint now = AnchoredClock{}.now();
    out << explain(look_around(config), now);
    const std::string proof = certificate_words(config, SystemClock{}.now());
    if (!proof.empty()) out << heading("This agent's certificate") << line(proof);
}

}  // namespace foreshock::agent
