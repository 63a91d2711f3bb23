#include "agent/host_facts.hpp"

#include <algorithm>

#include "agent/identity.hpp"
#include "core/number.hpp"

namespace foreshock::agent {
namespace {

std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find('\n'));
}

/// The rest of the line that begins with `prefix`, or nothing.
std::string_view line_after(std::string_view text, std::string_view prefix) {
    while (!text.empty()) {
        const std::string_view line = first_line(text);
        if (line.starts_with(prefix)) return line.substr(prefix.size());
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return {};
}

std::string unquoted(std::string_view value) {
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
        value = value.substr(1, value.size() - 2);
    }
    return std::string{value};
}

std::size_t count_lines_with(std::string_view text, std::string_view prefix) {
    std::size_t count = 0;
    while (!text.empty()) {
        const std::string_view line = first_line(text);
        if (line.starts_with(prefix)) ++count;
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return count;
}

std::string text_of(const HostFs& host, std::string_view path) {
    auto text = host.read(path);
    return text ? std::move(*text) : std::string{};
}

std::string os_name(const HostFs& host) {
    for (const char* path : {"etc/os-release", "usr/lib/os-release"}) {
        const std::string text = text_of(host, path);
        const std::string_view name = line_after(text, "PRETTY_NAME=");
        if (!name.empty()) return unquoted(name);
    }
    return {};
}

std::string cpu_count(const HostFs& host) {
    // "cpu0 ", "cpu1 " … but not the sum "cpu ".
    const std::string stat = text_of(host, "proc/stat");
    const std::size_t lines = count_lines_with(stat, "cpu");
    return lines > 1 ? std::to_string(lines - 1) : std::string{};
}

std::string memory_bytes(const HostFs& host) {
    const std::string meminfo = text_of(host, "proc/meminfo");
    std::string_view total = line_after(meminfo, "MemTotal:");
    total.remove_prefix(std::min(total.find_first_not_of(' '), total.size()));
    const auto kib = parse_uint(total.substr(0, total.find(' ')));
    return kib ? std::to_string(*kib * 1024) : std::string{};
}

std::string boot_time(const HostFs& host) {
    const std::string stat = text_of(host, "proc/stat");
    const auto seconds = parse_int(line_after(stat, "btime "));
    return seconds && *seconds > 0 && *seconds < 253402300800
               ? format_rfc3339(TimePoint{std::chrono::seconds{*seconds}})
               : std::string{};
}

/// A container says so in files that its engine leaves; a machine in what its firmware claims.
std::string virtualisation(const HostFs& host) {
    if (host.read(".dockerenv")) return "docker";
    if (host.read("run/.containerenv")) return "podman";
    const std::string vendor{first_line(text_of(host, "sys/class/dmi/id/sys_vendor"))};
    const std::string product{first_line(text_of(host, "sys/class/dmi/id/product_name"))};
    for (const char* known :
         {"QEMU", "VMware", "Xen", "Microsoft Corporation", "innotek", "Amazon EC2", "Google",
          "OpenStack", "Parallels", "Hetzner", "DigitalOcean"}) {
        if (vendor.starts_with(known) || product.starts_with(known)) return known;
    }
    if (product == "KVM" || product.starts_with("Standard PC")) return "QEMU";
    std::string kind{first_line(text_of(host, "sys/hypervisor/type"))};
    if (!kind.empty()) return kind;
    return vendor.empty() ? std::string{} : "none";
}

}  // namespace

std::vector<Fact> read_host_facts(const HostFs& host, const std::string& agent_version) {
    const std::string kernel{first_line(text_of(host, "proc/sys/kernel/osrelease"))};
    std::vector<Fact> facts{
        {"agent_version", agent_version},
        {"boot_time", boot_time(host)},
        {"cpu_count", cpu_count(host)},
        {"host_name", host_name(host)},
        {"kernel", kernel},
        {"memory_bytes", memory_bytes(host)},
        {"os", os_name(host)},
        {"virtualisation", virtualisation(host)},
    };
    std::erase_if(facts, [](const Fact& fact) { return fact.value.empty(); });
    return facts;
}

}  // namespace foreshock::agent
