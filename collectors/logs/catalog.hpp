#pragma once

#include <span>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// The collectors of this room: what a host writes down. All are told what to read by
/// WatchSettings::logs. Static, for any thread.
std::span<const CollectorEntry> logs_catalog();

}  // namespace foreshock::collectors
