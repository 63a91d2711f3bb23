#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// The collectors of all rooms, in the order in which a tick runs them. Static, for any thread.
std::span<const CollectorEntry> collector_catalog();

}  // namespace foreshock::collectors
