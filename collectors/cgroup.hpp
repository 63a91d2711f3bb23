#pragma once

#include "collectors/catalog.hpp"
#include "collectors/cgroup_signals.hpp"

namespace foreshock::collectors {

/// Samples the cgroups that the configuration names (and the nearest limited one above each), those
/// of all others that are nearest to a limit, and half as many services and containers that use
/// most memory (CgroupWalk, DiscoverySlots): every tick what they use of their limits, rarely how
/// else they fare (CgroupActivity). A limit has a series only when it can be met. no_data on a host
/// without cgroups.
Result<std::unique_ptr<Collector>> make_cgroup(const CollectorContext& context);

}  // namespace foreshock::collectors
