#include "collectors/cgroup_files.hpp"

#include <algorithm>
#include <array>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

/// v1 knows no "unlimited"; what it writes instead is 2^63 rounded down to a page. Nobody has
/// an exbibyte of memory.
constexpr std::uint64_t unlimited_min = std::uint64_t{1} << 60;

bool exists(const HostFs& host, const std::string& path) {
    return host.read(path).has_value();
}

}  // namespace

std::string CgroupTree::file(std::string_view cgroup, std::string_view name) const {
    std::string path = root;
    path += cgroup;
    path += '/';
    path += name;
    return path;
}

std::string_view memory_usage_file(CgroupVersion version) {
    return version == CgroupVersion::v1 ? "memory.usage_in_bytes" : "memory.current";
}

std::string_view memory_limit_file(CgroupVersion version) {
    return version == CgroupVersion::v1 ? "memory.limit_in_bytes" : "memory.max";
}

std::string_view inactive_file_key(CgroupVersion version) {
    return version == CgroupVersion::v1 ? "total_inactive_file" : "inactive_file";
}

Result<std::optional<std::uint64_t>> parse_cgroup_limit(std::string_view text) {
    std::string_view line;
    take_line(text, line);
    const std::string_view word = take_word(line);
    if (word == "max") return std::optional<std::uint64_t>{};
    const auto value = word_as_uint(word);
    if (!value) return fail(Errc::malformed, "a limit of a cgroup is no number");
    return *value < unlimited_min ? value : std::nullopt;
}

Result<std::uint64_t> parse_inactive_file(std::string_view text, CgroupVersion version) {
    const std::string_view wanted = inactive_file_key(version);
    std::string_view line;
    while (take_line(text, line)) {
        if (take_word(line) != wanted) continue;
        if (const auto value = take_uint(line)) return *value;
        break;
    }
    return fail(Errc::malformed, "memory.stat lacks " + std::string{wanted});
}

double working_set_bytes(std::uint64_t usage_bytes, std::uint64_t inactive_file_bytes) {
    return static_cast<double>(usage_bytes - std::min(usage_bytes, inactive_file_bytes));
}

bool is_cgroup_control_file(std::string_view name) {
    constexpr std::array<std::string_view, 13> prefixes{
        "blkio.",   "cgroup.", "cpu.",    "cpuacct.", "cpuset.", "devices.", "freezer.",
        "hugetlb.", "io.",     "memory.", "misc.",    "pids.",   "rdma."};
    constexpr std::array<std::string_view, 4> unit_types{".slice", ".scope", ".service", ".mount"};
    if (name == "tasks" || name == "notify_on_release" || name == "release_agent") return true;
    const auto ends = [name](std::string_view type) { return name.ends_with(type); };
    if (std::any_of(unit_types.begin(), unit_types.end(), ends)) return false;
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [name](std::string_view prefix) { return name.starts_with(prefix); });
}

std::vector<CgroupTree> find_cgroup_trees(const HostFs& host) {
    std::vector<CgroupTree> trees;
    const bool v1_memory = exists(host, "sys/fs/cgroup/memory/memory.usage_in_bytes");
    const bool v1_pids = exists(host, "sys/fs/cgroup/pids/cgroup.procs");
    const bool v1_cpu = exists(host, "sys/fs/cgroup/cpu/cpu.cfs_quota_us");
    if (v1_memory) trees.push_back({"sys/fs/cgroup/memory", CgroupVersion::v1, true, false});
    if (v1_pids) trees.push_back({"sys/fs/cgroup/pids", CgroupVersion::v1, false, true});
    if (v1_cpu) trees.push_back({"sys/fs/cgroup/cpu", CgroupVersion::v1, false, false, true});
    // In a hybrid a controller belongs to one version only; v2 then lacks the files of the other.
    for (const std::string root : {"sys/fs/cgroup", "sys/fs/cgroup/unified"}) {
        if (!exists(host, root + "/cgroup.controllers")) continue;
        if (!v1_memory || !v1_pids || !v1_cpu) {
            trees.push_back({root, CgroupVersion::v2, !v1_memory, !v1_pids, !v1_cpu});
        }
        break;
    }
    return trees;
}

}  // namespace foreshock::collectors
