#include "collectors/system/inventory_facts.hpp"

#include <algorithm>
#include <array>

#include "core/hash.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

constexpr std::array<std::string_view, 30> sysctls{
    "fs/file-max",
    "fs/nr_open",
    "fs/inotify/max_user_watches",
    "fs/inotify/max_user_instances",
    "fs/aio-max-nr",
    "kernel/pid_max",
    "kernel/threads-max",
    "kernel/panic",
    "kernel/panic_on_oops",
    "kernel/hung_task_timeout_secs",
    "kernel/randomize_va_space",
    "kernel/kptr_restrict",
    "kernel/core_pattern",
    "kernel/numa_balancing",
    "net/core/somaxconn",
    "net/core/netdev_max_backlog",
    "net/core/rmem_max",
    "net/core/wmem_max",
    "net/ipv4/ip_forward",
    "net/ipv4/ip_local_port_range",
    "net/ipv4/tcp_max_syn_backlog",
    "net/ipv4/tcp_syncookies",
    "net/ipv4/tcp_congestion_control",
    "net/ipv6/conf/all/disable_ipv6",
    "net/netfilter/nf_conntrack_max",
    "vm/swappiness",
    "vm/overcommit_memory",
    "vm/max_map_count",
    "vm/dirty_ratio",
    "vm/min_free_kbytes",
};

constexpr std::uint64_t sector_bytes = 512;  // of sysfs, whatever the disk's are

std::string one_line(const HostFs& host, const std::string& path) {
    const auto text = host.read(path);
    if (!text) return {};
    std::string line = text->substr(0, text->find('\n'));
    std::replace(line.begin(), line.end(), '\t', ' ');
    line = label_text(line);
    while (!line.empty() && line.back() == ' ')
        line.pop_back();
    return line;
}

bool is_memory(std::string_view device) {
    return device.starts_with("loop") || device.starts_with("ram") || device.starts_with("zram");
}

void add_sudoers_file(const HostFs& host, const std::string& path, std::vector<Fact>& out) {
    const auto text = host.read(path);
    if (text) out.push_back({"sudoers./" + label_text(path), stable_id({*text})});
}

}  // namespace

void add_mount_facts(const std::vector<Mount>& mounts, std::vector<Fact>& out) {
    for (const Mount& mount : mounts) {
        const bool read_only = mount.mount_read_only || mount.superblock_read_only;
        out.push_back({"mount." + label_text(mount.mount_point),
                       label_text(mount.source + " " + mount.type + (read_only ? " ro" : " rw"))});
    }
}

void add_listener_facts(const std::vector<Listener>& listeners, std::vector<Fact>& out) {
    for (std::size_t i = 0; i < std::min(listeners.size(), listeners_told_max); ++i) {
        const Listener& one = listeners[i];
        out.push_back({"listen." + one.name(), one.process.empty() ? "open" : one.process});
    }
}

void add_user_facts(const std::vector<Account>& accounts, std::vector<Fact>& out) {
    for (std::size_t i = 0; i < std::min(accounts.size(), users_told_max); ++i) {
        const Account& one = accounts[i];
        out.push_back({"user." + one.name, "uid " + std::to_string(one.uid) + ", gid " +
                                               std::to_string(one.gid) + ", " + one.shell});
    }
}

void add_group_facts(const std::vector<AccountGroup>& groups, std::vector<Fact>& out) {
    for (std::size_t i = 0; i < std::min(groups.size(), groups_told_max); ++i) {
        const AccountGroup& one = groups[i];
        const std::string members = one.members.empty() ? "" : ": " + one.members;
        out.push_back({"group." + one.name, "gid " + std::to_string(one.gid) + members});
    }
}

void add_sudoers_facts(const HostFs& host, std::vector<Fact>& out) {
    add_sudoers_file(host, "etc/sudoers", out);
    auto names = host.list("etc/sudoers.d");
    if (!names) return;
    std::sort(names->begin(), names->end());
    for (std::size_t i = 0; i < std::min(names->size(), sudoers_files_max); ++i)
        add_sudoers_file(host, "etc/sudoers.d/" + (*names)[i], out);
}

void add_block_facts(const HostFs& host, std::vector<Fact>& out) {
    auto names = host.list("sys/block");
    if (!names) return;
    std::sort(names->begin(), names->end());
    std::size_t count = 0;
    for (const std::string& name : *names) {
        if (is_memory(name)) continue;
        const auto sectors = word_as_uint(one_line(host, "sys/block/" + name + "/size"));
        if (!sectors) continue;
        if (++count > block_devices_max) break;
        out.push_back(
            {"block." + label_text(name), std::to_string(*sectors * sector_bytes) + " bytes"});
    }
}

void add_sysctl_facts(const HostFs& host, std::vector<Fact>& out) {
    for (const std::string_view path : sysctls) {
        std::string value = one_line(host, "proc/sys/" + std::string{path});
        if (value.empty()) continue;
        std::string name{path};
        std::replace(name.begin(), name.end(), '/', '.');
        out.push_back({"sysctl." + name, std::move(value)});
    }
}

void add_host_facts(const HostFs& host, std::vector<Fact>& out) {
    std::string zone = one_line(host, "etc/timezone");
    if (const auto link = host.read_link("etc/localtime")) {
        const std::size_t at = link->find("zoneinfo/");
        if (at != std::string::npos) zone = label_text(std::string_view{*link}.substr(at + 9));
    }
    out.push_back({"host.timezone", zone});
    out.push_back({"host.command_line", one_line(host, "proc/cmdline")});
    out.push_back({"host.init", one_line(host, "proc/1/comm")});
}

}  // namespace foreshock::collectors
