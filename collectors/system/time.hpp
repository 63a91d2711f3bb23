#pragma once

#include "collectors/catalog.hpp"
#include "collectors/system/kernel_clock.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> time_signals();

/// The kernel's clock, and what chrony and systemd-timesyncd say where they run. chronyc is asked
/// once a minute.
Result<std::unique_ptr<Collector>> make_time(const CollectorContext& context);

/// The same over another clock.
Result<std::unique_ptr<Collector>> make_time_with(const CollectorContext& context,
                                                  std::unique_ptr<KernelClock> clock);

}  // namespace foreshock::collectors
