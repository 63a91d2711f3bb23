#pragma once

#include <optional>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// /proc/net/softnet_stat (net/core/net-procfs.c): what the processors did with received packets,
/// all together, since boot.
struct SoftnetCounters {
    std::uint64_t processed = 0;
    std::uint64_t dropped = 0;   ///< a processor's backlog was full (net.core.netdev_max_backlog)
    std::uint64_t squeezed = 0;  ///< work was left when time or budget was over
    std::optional<std::uint64_t> waiting;  ///< a gauge: packets in the backlogs; since Linux 5.10
};

Result<SoftnetCounters> parse_softnet_stat(std::string_view text);

std::span<const SignalDescription> softnet_signals();
Result<std::unique_ptr<Collector>> make_softnet(const CollectorContext& context);

}  // namespace foreshock::collectors
