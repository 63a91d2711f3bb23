#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// /proc/schedstat since boot, summed over cores (Documentation/scheduler/sched-stats.rst).
struct RunQueueReading {
    std::uint64_t waited_ns = 0;   ///< by tasks that were ready to run
    std::uint64_t timeslices = 0;  ///< how often one was given a core
};

/// malformed before version 15 (Linux 2.6.30), whose fields stand elsewhere, and without cores.
Result<RunQueueReading> parse_schedstat(std::string_view text);

std::span<const SignalDescription> run_queue_signals();

/// How long ready tasks wait for a core. A kernel without CONFIG_SCHEDSTATS gives no_data.
Result<std::unique_ptr<Collector>> make_run_queue(const CollectorContext& context);

}  // namespace foreshock::collectors
