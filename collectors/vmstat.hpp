#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// Counters of /proc/vmstat since boot. What the kernel does not tell is 0; names that changed
/// between kernels, and those that are split by zone, are summed.
struct VmstatReading {
    std::uint64_t paged_in_kib = 0;
    std::uint64_t paged_out_kib = 0;
    std::uint64_t swapped_in_pages = 0;
    std::uint64_t swapped_out_pages = 0;
    std::uint64_t major_faults = 0;
    std::uint64_t scanned_kswapd_pages = 0;
    std::uint64_t scanned_direct_pages = 0;
    std::uint64_t stolen_pages = 0;
    std::uint64_t allocation_stalls = 0;
    std::uint64_t refaulted_pages = 0;
    std::uint64_t oom_kills = 0;
    std::uint64_t dropped_caches = 0;  ///< by hand, through /proc/sys/vm/drop_caches
    std::uint64_t compaction_stalls = 0;
    std::uint64_t compaction_failures = 0;
    std::uint64_t hugepage_failures = 0;
    std::uint64_t balloon_inflated_pages = 0;  ///< taken by the hypervisor
    std::uint64_t balloon_deflated_pages = 0;  ///< and given back
    std::uint64_t faults = 0;                  ///< those that waited for a disk included
    std::uint64_t allocated_pages = 0;
    std::uint64_t freed_pages = 0;
    std::uint64_t activated_pages = 0;
    std::uint64_t deactivated_pages = 0;
    std::uint64_t dirtied_pages = 0;
    std::uint64_t written_pages = 0;
    std::uint64_t scanned_slab_objects = 0;
    std::uint64_t kswapd_runs = 0;
    std::uint64_t compaction_successes = 0;
    std::uint64_t hugepages_allocated = 0;
    std::uint64_t hugepages_split = 0;
    std::uint64_t dirty_limit_pages = 0;             ///< as they are now
    std::uint64_t dirty_background_limit_pages = 0;  ///< as they are now
    std::uint64_t reactivated_pages = 0;
    std::uint64_t restored_pages = 0;
    std::uint64_t reclaim_written_pages = 0;
    std::uint64_t reclaim_awaited_pages = 0;
    std::uint64_t kswapd_shortfalls = 0;
    std::uint64_t numa_misses = 0;
    std::uint64_t migration_failures = 0;
};

/// With fewer pages looked at in an interval, the share that was freed says nothing.
inline constexpr double efficiency_pages_min = 256;

/// malformed when not even pgpgin is there.
Result<VmstatReading> parse_vmstat(std::string_view text);

std::span<const SignalDescription> vmstat_signals();
Result<std::unique_ptr<Collector>> make_vmstat(const CollectorContext& context);

}  // namespace foreshock::collectors
