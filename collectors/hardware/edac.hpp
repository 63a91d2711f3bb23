#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// The bound on controllers, memory modules and rows of them with series of their own.
inline constexpr std::size_t memory_modules_max = 128;

std::span<const SignalDescription> edac_signals();

/// What memory controllers count (Documentation/admin-guide/ras.rst). A host whose memory checks
/// nothing, or whose driver is not loaded, gives no_data.
Result<std::unique_ptr<Collector>> make_edac(const CollectorContext& context);

}  // namespace foreshock::collectors
