#include "collectors/cgroup_signals.hpp"

#include <array>

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"cgroup.memory.working_set_bytes", gauge, "bytes",
                      "Memory in use, without file contents that can be dropped first."},
    SignalDescription{"cgroup.memory.limit_bytes", gauge, "bytes",
                      "Memory that the cgroup may use before its processes are killed."},
    SignalDescription{"cgroup.pids.current_count", gauge, "count",
                      "Processes and threads in the cgroup, zombies included."},
    SignalDescription{"cgroup.pids.limit_count", gauge, "count",
                      "Processes and threads that may be in it before fork fails."},
    SignalDescription{"cgroup.swap.used_bytes", gauge, "bytes",
                      "Swap in use; absent without a limit (memory.swap.max)."},
    SignalDescription{"cgroup.swap.limit_bytes", gauge, "bytes",
                      "Swap that the cgroup may use; absent without a limit."},
    SignalDescription{"cgroup.memory.high_per_second", gauge, "per_second",
                      "Times its tasks were slowed down to free memory (memory.high)."},
    SignalDescription{"cgroup.memory.max_per_second", gauge, "per_second",
                      "Times it ran into its memory limit and had to free some first."},
    SignalDescription{"cgroup.memory.ooms_count", gauge, "count",
                      "Times since the last sample that it was out of memory at its limit."},
    SignalDescription{"cgroup.memory.oom_kills_count", gauge, "count",
                      "Its processes killed for lack of memory since the last sample."},
    SignalDescription{"cgroup.pids.refused_count", gauge, "count",
                      "Forks since the last sample that failed at a limit of processes."},
    SignalDescription{"cgroup.pressure.cpu_some_ratio", gauge, "ratio",
                      "Share of the last interval in which one of its tasks waited for a core."},
    SignalDescription{"cgroup.pressure.cpu_full_ratio", gauge, "ratio",
                      "Share of the last interval in which all its tasks waited for a core."},
    SignalDescription{"cgroup.pressure.memory_some_ratio", gauge, "ratio",
                      "Share of the last interval in which one of its tasks waited for memory."},
    SignalDescription{"cgroup.pressure.memory_full_ratio", gauge, "ratio",
                      "Share of the last interval in which all its tasks waited for memory."},
    SignalDescription{"cgroup.pressure.io_some_ratio", gauge, "ratio",
                      "Share of the last interval in which one of its tasks waited for a disk."},
    SignalDescription{"cgroup.pressure.io_full_ratio", gauge, "ratio",
                      "Share of the last interval in which all its tasks waited for a disk."},
    SignalDescription{"cgroup.cpu.used_cores_count", gauge, "count",
                      "Processor time it used, as whole cores."},
    SignalDescription{"cgroup.cpu.limit_cores_count", gauge, "count",
                      "Processor time that its quota allows, as whole cores; absent without one."},
    SignalDescription{"cgroup.cpu.throttled_periods_ratio", gauge, "ratio",
                      "Share of the quota's periods in which it was held back."},
    SignalDescription{"cgroup.cpu.throttled_time_ratio", gauge, "ratio",
                      "Seconds per second that it was held back, summed over cores."},
    SignalDescription{"cgroup.io.read_bytes_per_second", gauge, "bytes_per_second",
                      "Read from all its devices; a device on top of others counts beside them."},
    SignalDescription{"cgroup.io.written_bytes_per_second", gauge, "bytes_per_second",
                      "Written to all its devices; a device on top of others counts beside them."},
    SignalDescription{"cgroup.io.reads_per_second", gauge, "per_second",
                      "Read operations on all its devices."},
    SignalDescription{"cgroup.io.writes_per_second", gauge, "per_second",
                      "Write operations on all its devices."},
};

static_assert(signals.size() == static_cast<std::size_t>(CgroupRow::count));

}  // namespace

std::span<const SignalDescription> cgroup_signals() {
    return signals;
}

}  // namespace foreshock::collectors
