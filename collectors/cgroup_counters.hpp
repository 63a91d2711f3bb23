#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "collectors/cgroup_files.hpp"
#include "core/result.hpp"

namespace foreshock::collectors {

// What cgroups count (Documentation/admin-guide/cgroup-v2.rst, scheduler/sched-bwc.rst).

/// cpu.stat. v1 tells no usage there; v2 tells no periods where the cpu controller is off.
struct CgroupCpuStat {
    std::optional<std::uint64_t> usage_us;
    std::optional<std::uint64_t> periods;
    std::uint64_t throttled_periods = 0;
    std::uint64_t throttled_us = 0;
};

/// malformed when it tells neither usage nor periods.
Result<CgroupCpuStat> parse_cgroup_cpu_stat(std::string_view text, CgroupVersion version);

/// cpu.max of v2, "50000 100000" or "max 100000", as whole cores; none without a quota.
Result<std::optional<double>> parse_cpu_max(std::string_view text);

/// cpu.cfs_quota_us (-1: none) and cpu.cfs_period_us of v1, as whole cores.
Result<std::optional<double>> parse_cfs_quota(std::string_view quota, std::string_view period);

/// The quota of one cgroup, as whole cores; none without. Errors as HostFs::read. `buffer` is
/// overwritten.
Result<std::optional<double>> read_cgroup_quota(const HostFs& host, const CgroupTree& tree,
                                                std::string_view cgroup, std::string& buffer);

/// memory.events. Kinds that an old kernel does not tell are 0.
struct CgroupMemoryEvents {
    std::uint64_t high = 0;
    std::uint64_t max = 0;
    std::uint64_t oom = 0;
    std::uint64_t oom_kill = 0;
};

/// malformed without the line "max".
Result<CgroupMemoryEvents> parse_cgroup_memory_events(std::string_view text);

/// The number behind one key of a text of "key number" lines: "max" of pids.events, "oom_kill" of
/// v1's memory.oom_control. malformed without it.
Result<std::uint64_t> parse_cgroup_event(std::string_view text, std::string_view key);

/// io.stat, summed over devices: "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=5 dios=6".
struct CgroupIo {
    std::uint64_t read_bytes = 0;
    std::uint64_t written_bytes = 0;
    std::uint64_t reads = 0;
    std::uint64_t writes = 0;
};

/// An empty text is a cgroup without any; malformed when a value is no number.
Result<CgroupIo> parse_cgroup_io(std::string_view text);

}  // namespace foreshock::collectors
