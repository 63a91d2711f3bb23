#pragma once

#include "collectors/catalog.hpp"
#include "collectors/system/systemd_bus.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> units_signals();

/// Asks systemd every 10 s in the background. A host that systemd did not start
/// (sd_booted(3): no /run/systemd/system) gives no_data.
Result<std::unique_ptr<Collector>> make_units(const CollectorContext& context);

/// The same over another bus.
Result<std::unique_ptr<Collector>> make_units_with(const CollectorContext& context,
                                                   UnitBusSource open_bus);

}  // namespace foreshock::collectors
