#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// The collectors of this room: what lies between this host and others. Static, for any thread.
std::span<const CollectorEntry> network_catalog();

}  // namespace foreshock::collectors
