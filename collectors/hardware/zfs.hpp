#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// One line of `zpool list -Hp -o name,size,allocated,fragmentation` (zpool-list(8)).
struct PoolSpace {
    std::string_view name;  ///< into the text that was read
    double size_bytes = 0;
    double used_bytes = 0;
    std::optional<double> fragmentation_ratio;  ///< none while the pool cannot tell
};

/// The bound on pools that are told.
inline constexpr std::size_t zfs_pools_max = 64;

/// Reads into `out`, whose memory is used again: at most zfs_pools_max pools. malformed when a line
/// is none of a pool.
Result<void> parse_zpool_list(std::string_view text, std::vector<PoolSpace>& out);

std::span<const SignalDescription> zfs_signals();

/// The state of pools as the kernel has it, and once a minute their space as zpool(8) tells it. A
/// host without pools gives no_data.
Result<std::unique_ptr<Collector>> make_zfs(const CollectorContext& context);

}  // namespace foreshock::collectors
