#pragma once

#include <span>

#include "core/series.hpp"

namespace foreshock::collectors {

/// The rows of cgroup_signals(); their only label is `cgroup`.
enum class CgroupRow : std::size_t {
    working_set,
    memory_limit,
    pids_current,
    pids_limit,
    swap_used,
    swap_limit,
    memory_high,
    memory_max,
    memory_ooms,
    memory_kills,
    pids_refused,
    cpu_some,
    cpu_full,
    memory_some,
    memory_full,
    io_some,
    io_full,
    cpu_used,
    cpu_limit,
    throttled_periods,
    throttled_time,
    read_bytes,
    written_bytes,
    reads,
    writes,
    count
};

std::span<const SignalDescription> cgroup_signals();

}  // namespace foreshock::collectors
