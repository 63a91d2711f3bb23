#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/host_fs.hpp"
#include "core/result.hpp"

namespace foreshock::collectors {

/// The two interfaces of control groups (Documentation/admin-guide/cgroup-v1, cgroup-v2.rst).
enum class CgroupVersion : std::uint8_t { v1, v2 };

/// A tree of cgroups and what it can limit. With v1 memory, processes and cores have a tree each.
struct CgroupTree {
    std::string root;  ///< below the host root: "sys/fs/cgroup/memory"
    CgroupVersion version = CgroupVersion::v2;
    bool has_memory = false;
    bool has_pids = false;
    bool has_cpu = false;

    [[nodiscard]] std::string file(std::string_view cgroup, std::string_view name) const;
};

/// Names of the files that say the same in both versions.
std::string_view memory_usage_file(CgroupVersion version);
std::string_view memory_limit_file(CgroupVersion version);
/// In memory.stat: file contents, of the cgroup and all below it, that can be dropped first.
std::string_view inactive_file_key(CgroupVersion version);

/// A limit: none for "max", and with v1 for its largest number, 0x7FFFFFFFFFFFF000 or near.
Result<std::optional<std::uint64_t>> parse_cgroup_limit(std::string_view text);

/// The number behind a key of memory.stat.
Result<std::uint64_t> parse_inactive_file(std::string_view text, CgroupVersion version);

/// Usage without the file contents that would be dropped before anybody is killed. What the
/// kubelet and cAdvisor call the working set.
double working_set_bytes(std::uint64_t usage_bytes, std::uint64_t inactive_file_bytes);

/// Is this name of a cgroup directory's entry one of the kernel's own files?
bool is_cgroup_control_file(std::string_view name);

/// The trees of this host, as they are mounted by convention: v1 and hybrid below
/// sys/fs/cgroup/memory, pids and cpu, v2 in sys/fs/cgroup itself.
std::vector<CgroupTree> find_cgroup_trees(const HostFs& host);

}  // namespace foreshock::collectors
