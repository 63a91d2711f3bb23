#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> cgroup_signals();

/// Samples, every tick, the cgroups that the configuration names (or the nearest limited one above
/// each), and those of all others that are nearest to a limit (CgroupWalk, DiscoverySlots).
/// Series exist only where there is a limit that can be met. no_data on a host without cgroups.
Result<std::unique_ptr<Collector>> make_cgroup(const CollectorContext& context);

}  // namespace foreshock::collectors
