#pragma once

#include <optional>
#include <vector>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// One line of /proc/diskstats (Documentation/admin-guide/iostats.rst): counters since boot.
struct DiskCounters {
    std::string_view name;  ///< into the text that was read
    std::uint64_t reads = 0;
    std::uint64_t read_sectors = 0;  ///< of 512 bytes, whatever the disk's own are
    std::uint64_t reading_ms = 0;
    std::uint64_t writes = 0;
    std::uint64_t written_sectors = 0;
    std::uint64_t writing_ms = 0;
    std::uint64_t in_flight = 0;               ///< a gauge: operations that are not finished
    std::uint64_t busy_ms = 0;                 ///< with at least one operation in flight
    std::optional<std::uint64_t> queued_ms{};  ///< of all operations in flight together
    std::uint64_t merged_reads = 0;            ///< put together with others before they were sent
    std::uint64_t merged_writes = 0;
    std::optional<std::uint64_t> discards{};  ///< since Linux 4.18
    std::uint64_t discarding_ms = 0;
    std::optional<std::uint64_t> flushes{};  ///< since Linux 5.5
    std::uint64_t flushing_ms = 0;
};

/// Reads into `out`, whose memory is used again.
Result<void> parse_diskstats(std::string_view text, std::vector<DiskCounters>& out);

/// "sda1" is a part of "sda", "nvme0n1p2" of "nvme0n1"; "dm-10" is no part of "dm-1".
bool is_partition_of(std::string_view name, std::string_view disk);

/// Leaves whole disks: no partitions of listed disks, no RAM, floppy and optical drives, and loop
/// and compressed-memory disks only once something was written to them.
void keep_real_disks(std::vector<DiskCounters>& disks);

/// The bound on disks with series of their own; further ones, as the kernel lists them, have none.
inline constexpr std::size_t disks_max = 256;

std::span<const SignalDescription> disk_signals();
Result<std::unique_ptr<Collector>> make_disk(const CollectorContext& context);

}  // namespace foreshock::collectors
