#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// The sum of the five counters of devinfo/N/error_stats: "write_errs 0", "read_errs 0" …
/// malformed when there is none.
Result<double> parse_btrfs_errors(std::string_view text);

inline constexpr std::size_t btrfs_filesystems_max = 64;
inline constexpr std::size_t btrfs_devices_max = 128;

std::span<const SignalDescription> btrfs_signals();

/// What /sys/fs/btrfs tells of mounted filesystems (fs/btrfs/sysfs.c). A host without gives
/// no_data.
Result<std::unique_ptr<Collector>> make_btrfs(const CollectorContext& context);

}  // namespace foreshock::collectors
