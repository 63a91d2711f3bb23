#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// Samples, every tick, the processes that the configuration names and those nearest to their own
/// limit of open files (ProcessSweep, DiscoverySlots). Signals: process_signals().
/// invalid when a name is empty or given twice, or a pattern is no regular expression.
Result<std::unique_ptr<Collector>> make_process(const CollectorContext& context);

}  // namespace foreshock::collectors
