#pragma once

#include <array>
#include <vector>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// One line of /proc/buddyinfo (proc(5)): free blocks of 1, 2, 4 … pages.
struct ZoneBlocks {
    /// The bound on the block sizes of a zone; kernels have 11, with large pages up to 14.
    static constexpr std::size_t orders_max = 16;

    std::string_view node;  ///< "0"; both into the text that was read
    std::string_view zone;  ///< "Normal"
    std::array<std::uint64_t, orders_max> free_blocks{};
};

/// The bound on zones; further lines are not read.
inline constexpr std::size_t zones_max = 256;

/// malformed when a line is not "Node N, zone NAME counts…".
Result<std::vector<ZoneBlocks>> parse_buddyinfo(std::string_view text);

/// Blocks of at least 16 pages are large: what stacks, network buffers and drivers ask for.
inline constexpr std::size_t large_order = 4;

/// Free pages of a zone in blocks of at least 2^`order_min` pages.
double free_pages(const ZoneBlocks& zone, std::size_t order_min);

std::span<const SignalDescription> memory_zones_signals();

/// How much memory is free in each zone, and how broken up it is. With little of it in large blocks
/// the kernel must move pages about before it can give one, and at last fails to.
Result<std::unique_ptr<Collector>> make_memory_zones(const CollectorContext& context);

}  // namespace foreshock::collectors
