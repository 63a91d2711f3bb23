#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

inline constexpr std::size_t multipath_maps_max = 128;

std::span<const SignalDescription> multipath_signals();

/// Disks that are reached by several paths: device-mapper maps whose uuid begins with "mpath-"
/// (multipathd(8)), their paths' state as the SCSI or NVMe layer has it. A host without gives
/// no_data.
Result<std::unique_ptr<Collector>> make_multipath(const CollectorContext& context);

}  // namespace foreshock::collectors
