#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

inline constexpr std::size_t power_supplies_max = 32;

std::span<const SignalDescription> power_signals();

/// Mains, batteries and attached UPSs as /sys/class/power_supply tells them
/// (Documentation/ABI/testing/sysfs-class-power). A host without gives no_data.
Result<std::unique_ptr<Collector>> make_power(const CollectorContext& context);

}  // namespace foreshock::collectors
