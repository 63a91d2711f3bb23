#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

inline constexpr std::size_t btrfs_filesystems_max = 64;

std::span<const SignalDescription> btrfs_signals();

/// Space and devices of mounted filesystems as /sys/fs/btrfs tells them (fs/btrfs/sysfs.c); their
/// errors are the collector filesystem_errors'. A host without btrfs gives no_data.
Result<std::unique_ptr<Collector>> make_btrfs(const CollectorContext& context);

}  // namespace foreshock::collectors
