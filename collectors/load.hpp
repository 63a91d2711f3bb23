#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// /proc/loadavg.
struct LoadReading {
    double one_minute = 0;
    double five_minutes = 0;
    double fifteen_minutes = 0;
    std::uint64_t runnable_tasks = 0;
    std::uint64_t total_tasks = 0;  ///< processes and threads of the whole host
};

Result<LoadReading> parse_loadavg(std::string_view text);

/// How many cores a list such as "0-3,8" names (sys/devices/system/cpu/online).
Result<std::size_t> count_cores(std::string_view list);

std::span<const SignalDescription> load_signals();
Result<std::unique_ptr<Collector>> make_load(const CollectorContext& context);

}  // namespace foreshock::collectors
