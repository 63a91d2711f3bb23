#include <algorithm>
#include <array>

#include "agent/explain.hpp"

namespace foreshock::agent {
namespace {

struct Guarded {
    std::string_view path;
    bool is_folder;
    const char* what;
    const char* right;
};

constexpr const char* reads_all = "the capability CAP_DAC_READ_SEARCH";

constexpr std::array guarded{
    Guarded{"proc/1/fd", true, "which process holds which port, and files that others have open",
            "the capabilities CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH"},
    Guarded{"proc/1/io", false, "what processes of others read and write",
            "the capability CAP_SYS_PTRACE"},
    Guarded{"etc/shadow", false, "when passwords and accounts end (/etc/shadow)",
            "the group shadow"},
    Guarded{"etc/sudoers", false, "changes of who may become root (/etc/sudoers)", reads_all},
    Guarded{"etc/ssl/private", true, "certificates in /etc/ssl/private", "the group ssl-cert"},
    Guarded{"etc/letsencrypt/live", true, "certificates in /etc/letsencrypt", reads_all},
    Guarded{"etc/kubernetes/pki", true, "certificates in /etc/kubernetes/pki", reads_all},
    Guarded{"sys/kernel/debug", true, "the kernel's debugging files", "the user root"},
    Guarded{"var/log/syslog", false, "the log /var/log/syslog", "the group adm"},
    Guarded{"var/log/messages", false, "the log /var/log/messages", reads_all},
    Guarded{"proc/slabinfo", false, "kernel memory by kind of object", "the user root"},
};

bool is_refused(const HostFs& host, const Guarded& one) {
    const std::string path{one.path};
    const auto code = [](const auto& result) {
        return result ? std::optional<Errc>{} : std::optional<Errc>{result.error().code};
    };
    return (one.is_folder ? code(host.list(path)) : code(host.read(path))) == Errc::unreadable;
}

/// Journals are files in a folder named after the machine.
bool is_journal_refused(const HostFs& host) {
    for (const std::string folder : {"var/log/journal", "run/log/journal"}) {
        const auto machines = host.list(folder);
        if (!machines) {
            if (machines.error().code == Errc::unreadable) return true;
            continue;
        }
        for (const std::string& machine : *machines) {
            const auto journal = host.read(folder + "/" + machine + "/system.journal");
            if (!journal && journal.error().code == Errc::unreadable) return true;
        }
    }
    return false;
}

}  // namespace

std::vector<Gap> find_gaps(const HostFs& host) {
    std::vector<Gap> gaps;
    for (const Guarded& one : guarded) {
        if (is_refused(host, one)) gaps.push_back({one.what, one.right});
    }
    if (is_journal_refused(host)) gaps.push_back({"the journal", "the group systemd-journal"});
    return gaps;
}

}  // namespace foreshock::agent
