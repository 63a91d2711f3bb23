#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> thermal_signals();

/// A host without sensors (most virtual machines) gives no_data.
Result<std::unique_ptr<Collector>> make_thermal(const CollectorContext& context);

}  // namespace foreshock::collectors
