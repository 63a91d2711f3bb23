#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// The collectors of this room: details of filesystems and disks. Static, for any thread.
std::span<const CollectorEntry> storage_catalog();

}  // namespace foreshock::collectors
