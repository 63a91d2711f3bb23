#include "agent/blind_spots.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <linux/capability.h>

namespace foreshock::agent {
namespace {

constexpr std::array<GuardedPlace, 13> places{{
    {"proc/1/mountinfo", false, "CAP_SYS_PTRACE", "mounts as the host sees them"},
    {"proc/1/io", false, "CAP_SYS_PTRACE", "what other users' processes read and write"},
    {"proc/1/maps", false, "CAP_SYS_PTRACE",
     "deleted libraries that other users' processes still use"},
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

/// A question to the kernel that needs a capability of one's own, on a host where `path` shows that
/// there is something to ask.
struct GuardedQuestion {
    std::string_view path;
    std::string_view right;
    unsigned capability = 0;  ///< its number (linux/capability.h)
    std::string_view opens;
};

constexpr std::array<GuardedQuestion, 1> questions{{
    {"proc/self/loginuid", "CAP_AUDIT_CONTROL", CAP_AUDIT_CONTROL,
     "audit records that wait or are lost"},
}};

/// The effective capabilities of this program (proc(5), "CapEff").
std::optional<std::uint64_t> own_capabilities(const HostFs& host) {
    const auto status = host.read("proc/self/status");
    constexpr std::string_view key = "\nCapEff:\t";
    const std::size_t at = status ? status->find(key) : std::string::npos;
    if (at == std::string::npos) return std::nullopt;
    std::uint64_t bits = 0;
    const char* begin = status->data() + at + key.size();
    const auto [stopped, error] = std::from_chars(begin, status->data() + status->size(), bits, 16);
    return error == std::errc{} ? std::optional{bits} : std::nullopt;
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
    const auto capabilities = own_capabilities(host);
    for (const GuardedQuestion& question : questions) {
        const bool may = !capabilities || (*capabilities >> question.capability & 1) != 0;
        if (may || !host.read(question.path)) continue;
        lines.push_back("without " + std::string{question.right} + ": " +
                        std::string{question.opens});
    }
    return lines;
}

}  // namespace foreshock::agent
