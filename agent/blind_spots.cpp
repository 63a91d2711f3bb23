#include "agent/blind_spots.hpp"

#include <algorithm>
#include <array>

namespace foreshock::agent {
namespace {

constexpr std::array<GuardedPlace, 12> places{{
    {"proc/1/mountinfo", false, "CAP_SYS_PTRACE", "mounts as the host sees them"},
    {"proc/1/io", false, "CAP_SYS_PTRACE", "what other users' processes read and write"},
    {"proc/1/fd", true, "CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH",
     "open files of other users' processes, and which process holds which port"},
    {"proc/slabinfo", false, "CAP_DAC_READ_SEARCH", "the kernel's slab caches"},
    {"proc/net/nf_conntrack", false, "CAP_DAC_READ_SEARCH", "tracked connections"},
    {"etc/sudoers", false, "CAP_DAC_READ_SEARCH", "changes of who may become root"},
    {"etc/letsencrypt/live", true, "CAP_DAC_READ_SEARCH", "certificates in /etc/letsencrypt"},
    {"etc/kubernetes/pki", true, "CAP_DAC_READ_SEARCH", "certificates in /etc/kubernetes/pki"},
    {"etc/shadow", false, "group shadow", "when passwords and accounts end"},
    {"etc/ssl/private", true, "group ssl-cert", "certificates in /etc/ssl/private"},
    {"var/log/journal", true, "group systemd-journal", "the journal"},
    {"var/log/syslog", false, "group adm", "log files below /var/log"},
}};

bool is_closed(const HostFs& host, const GuardedPlace& place) {
    const auto closed = [](const auto& got) {
        return !got && got.error().code == Errc::unreadable;
    };
    return place.is_folder ? closed(host.list(place.path)) : closed(host.read(place.path));
}

}  // namespace

std::span<const GuardedPlace> guarded_places() {
    return places;
}

std::vector<std::string> blind_spots(const HostFs& host) {
    std::vector<std::string> lines;
    std::string_view right;
    for (const GuardedPlace& place : places) {
        if (!is_closed(host, place)) continue;
        if (place.right == right) {
            lines.back() += ", " + std::string{place.opens};
            continue;
        }
        right = place.right;
        lines.push_back("without " + std::string{right} + ": " + std::string{place.opens});
    }
    return lines;
}

}  // namespace foreshock::agent
