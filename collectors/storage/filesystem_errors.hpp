#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// sys/fs/btrfs/UUID/devinfo/N/error_stats: "write_errs 0", "read_errs 0" … since they were last
/// reset; their sum. malformed when no line is one of these.
Result<std::uint64_t> parse_btrfs_errors(std::string_view text);

/// The bound on filesystems, and devices of filesystems, with series of their own.
inline constexpr std::size_t filesystem_errors_max = 128;

std::span<const SignalDescription> filesystem_errors_signals();

/// What ext4 and btrfs have counted of damage that they met
/// (Documentation/ABI/testing/sysfs-fs-ext4 and btrfs(5)). XFS keeps no such count: its errors are
/// lines of the kernel's log.
Result<std::unique_ptr<Collector>> make_filesystem_errors(const CollectorContext& context);

}  // namespace foreshock::collectors
