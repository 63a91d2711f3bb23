#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// What the system around the kernel says: units, time, packages, accounts, certificates. Static,
/// for any thread.
std::span<const CollectorEntry> system_catalog();

}  // namespace foreshock::collectors
