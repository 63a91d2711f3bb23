#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> statsd_signals();

/// Takes StatsD lines on the loopback (UDP) and tells each tick what came since the last one.
/// unavailable: the port cannot be had.
Result<std::unique_ptr<Collector>> make_statsd(const CollectorContext& context);

}  // namespace foreshock::collectors
