#pragma once

#include <optional>
#include <string_view>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// The bound on disks, and likewise on sets of caches.
inline constexpr std::size_t bcache_disks_max = 64;

std::span<const SignalDescription> bcache_signals();

/// Bytes as bcache writes them, in powers of 1024: "1.5G", "0.0k".
std::optional<double> parse_bcache_size(std::string_view text);

/// Disks that bcache caches on faster ones (Documentation/admin-guide/bcache.rst). A host without
/// gives no_data.
Result<std::unique_ptr<Collector>> make_bcache(const CollectorContext& context);

}  // namespace foreshock::collectors
