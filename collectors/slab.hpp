#pragma once

#include <vector>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// One line of /proc/slabinfo (slabinfo(5), version 2): a cache of kernel objects of one kind.
struct SlabCache {
    std::string_view name;  ///< into the text that was read
    std::uint64_t active_objects = 0;
    double pages = 0;
};

/// malformed without the line that tells the version, and when a line is no cache.
Result<std::vector<SlabCache>> parse_slabinfo(std::string_view text);

/// How many caches have series of their own: the largest ones.
inline constexpr std::size_t slab_caches_max = 10;

/// Smaller ones are nobody's leak.
inline constexpr double slab_bytes_min = 4.0 * 1024 * 1024;

std::span<const SignalDescription> slab_signals();

/// The largest caches. One stays until another has twice its size (DiscoverySlots). Only root may
/// read the file: for others there is no data.
Result<std::unique_ptr<Collector>> make_slab(const CollectorContext& context);

}  // namespace foreshock::collectors
