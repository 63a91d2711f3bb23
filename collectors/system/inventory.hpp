#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> inventory_signals();

/// Reads what the host is made of once a minute, and its packages every five minutes, in the
/// background: most of it is told as facts, and changes of packages as changes. Without
/// CollectorContext::host_beside there is no data.
Result<std::unique_ptr<Collector>> make_inventory(const CollectorContext& context);

}  // namespace foreshock::collectors
