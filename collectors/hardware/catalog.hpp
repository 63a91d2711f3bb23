#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// The collectors of this room: disks behind their controllers, memory, sensors and supplies.
/// Static, for any thread.
std::span<const CollectorEntry> hardware_catalog();

}  // namespace foreshock::collectors
