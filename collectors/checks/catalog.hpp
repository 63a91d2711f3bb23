#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// The collectors of this room: what others answer when they are asked. Static, for any thread.
std::span<const CollectorEntry> checks_catalog();

}  // namespace foreshock::collectors
