#include "collectors/vmstat.hpp"

#include <array>

#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/keyed_lines.hpp"
#include "collectors/rate.hpp"
#include "collectors/recent_growth.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"vmstat.paging.in_bytes_per_second", gauge, "bytes_per_second",
                      "Read from disks into memory."},
    SignalDescription{"vmstat.paging.out_bytes_per_second", gauge, "bytes_per_second",
                      "Written from memory to disks."},
    SignalDescription{"vmstat.paging.major_faults_per_second", gauge, "per_second",
                      "Memory accesses that had to wait for a disk."},
    SignalDescription{"vmstat.swap.in_pages_per_second", gauge, "per_second",
                      "Pages read back from swap."},
    SignalDescription{"vmstat.swap.out_pages_per_second", gauge, "per_second",
                      "Pages written to swap."},
    SignalDescription{"vmstat.reclaim.scanned_pages_per_second", gauge, "per_second",
                      "Pages looked at in search of memory, in the background and by programs."},
    SignalDescription{"vmstat.reclaim.direct_pages_per_second", gauge, "per_second",
                      "Pages looked at by programs that had to search for memory themselves."},
    SignalDescription{"vmstat.reclaim.stolen_pages_per_second", gauge, "per_second",
                      "Pages freed by that search."},
    SignalDescription{"vmstat.reclaim.refaulted_pages_per_second", gauge, "per_second",
                      "Pages read again soon after they were dropped: the sign of thrashing."},
    SignalDescription{"vmstat.reclaim.stalls_per_second", gauge, "per_second",
                      "Times a program had to stop and free memory itself."},
    SignalDescription{"vmstat.reclaim.efficiency_ratio", gauge, "ratio",
                      "Share of the pages looked at that could be freed; absent when few were."},
    SignalDescription{"vmstat.compaction.stalls_per_second", gauge, "per_second",
                      "Times a program had to stop and move pages to get a large block."},
    SignalDescription{"vmstat.compaction.failures_per_second", gauge, "per_second",
                      "Times that moving pages did not give the large block."},
    SignalDescription{"vmstat.hugepages.failures_per_second", gauge, "per_second",
                      "Transparent huge pages that could not be had."},
    SignalDescription{"vmstat.cache.drops_count", gauge, "count",
                      "Times since the last sample that somebody had the file cache dropped."},
    SignalDescription{"vmstat.oom.kills_count", gauge, "count",
                      "Processes killed for lack of memory since the last sample."},
    SignalDescription{"vmstat.balloon.held_bytes", gauge, "bytes",
                      "Memory of this virtual machine that the hypervisor has taken back; absent "
                      "where it never did."},
    SignalDescription{"vmstat.balloon.grown_bytes", gauge, "bytes",
                      "How much more that is than the least of the last ten minutes."},
    SignalDescription{"vmstat.paging.faults_per_second", gauge, "per_second",
                      "Memory accesses that the kernel had to step in for, from disk or not."},
    SignalDescription{"vmstat.pages.allocated_per_second", gauge, "per_second",
                      "Pages that the kernel gave out."},
    SignalDescription{"vmstat.pages.freed_per_second", gauge, "per_second",
                      "Pages that it got back."},
    SignalDescription{"vmstat.pages.activated_per_second", gauge, "per_second",
                      "Pages that were used again and so are kept longer."},
    SignalDescription{"vmstat.pages.deactivated_per_second", gauge, "per_second",
                      "Pages that lost that place: memory begins to be short."},
    SignalDescription{"vmstat.pages.dirtied_per_second", gauge, "per_second",
                      "Pages of files that programs changed."},
    SignalDescription{"vmstat.pages.written_per_second", gauge, "per_second",
                      "Changed pages that went to disks; below the changed ones they pile up."},
    SignalDescription{"vmstat.reclaim.slab_objects_per_second", gauge, "per_second",
                      "Kernel objects looked at in search of memory."},
    SignalDescription{"vmstat.reclaim.kswapd_runs_per_second", gauge, "per_second",
                      "Times that the kernel went to free memory in the background."},
    SignalDescription{"vmstat.compaction.successes_per_second", gauge, "per_second",
                      "Times that moving pages gave the large block."},
    SignalDescription{"vmstat.hugepages.allocated_per_second", gauge, "per_second",
                      "Transparent huge pages given out."},
    SignalDescription{"vmstat.hugepages.splits_per_second", gauge, "per_second",
                      "Transparent huge pages taken apart."},
    SignalDescription{"vmstat.dirty.limit_bytes", gauge, "bytes",
                      "Changed file contents beyond which writers are made to wait: beside "
                      "memory.ram.dirty_bytes."},
    SignalDescription{"vmstat.dirty.background_limit_bytes", gauge, "bytes",
                      "Changed file contents beyond which the kernel begins to write them."},
    SignalDescription{"vmstat.reclaim.reactivated_pages_per_second", gauge, "per_second",
                      "Pages read again so soon after they were dropped that they are now kept."},
    SignalDescription{"vmstat.reclaim.restored_pages_per_second", gauge, "per_second",
                      "Pages in steady use that were dropped and had to be read again."},
    SignalDescription{"vmstat.reclaim.written_pages_per_second", gauge, "per_second",
                      "Pages that the search for memory had to write out first."},
    SignalDescription{"vmstat.reclaim.awaited_pages_per_second", gauge, "per_second",
                      "Pages that it met while they were still being written."},
    SignalDescription{"vmstat.reclaim.kswapd_shortfalls_per_second", gauge, "per_second",
                      "Times that memory freed in the background was gone again at once."},
    SignalDescription{"vmstat.numa.misses_per_second", gauge, "per_second",
                      "Pages given out by another node than the one that was wanted."},
    SignalDescription{"vmstat.migration.failures_per_second", gauge, "per_second",
                      "Pages that could not be moved."},
};

enum Row : std::size_t {
    paging_in,
    paging_out,
    major_faults,
    swap_in,
    swap_out,
    scanned,
    scanned_direct,
    stolen,
    refaulted,
    stalls,
    efficiency,
    compaction_stalls,
    compaction_failures,
    hugepage_failures,
    cache_drops,
    oom_kills,
    balloon_held,
    balloon_grown,
    faults,
    allocated,
    freed,
    activated,
    deactivated,
    dirtied,
    written,
    slab_objects,
    kswapd_runs,
    compaction_successes,
    hugepages_allocated,
    hugepage_splits,
    dirty_limit,
    dirty_background_limit,
    reactivated,
    restored,
    reclaim_written,
    reclaim_awaited,
    kswapd_shortfalls,
    numa_misses,
    migration_failures,
    row_count
};

static_assert(signals.size() == row_count);

using Field = KeyedField<VmstatReading>;

// In the order of the kernel's own text, which makes the search short.
constexpr std::array fields{
    Field{"numa_miss", &VmstatReading::numa_misses},
    Field{"workingset_refault", &VmstatReading::refaulted_pages},
    Field{"workingset_refault_anon", &VmstatReading::refaulted_pages},
    Field{"workingset_refault_file", &VmstatReading::refaulted_pages},
    Field{"workingset_activate", &VmstatReading::reactivated_pages},
    Field{"workingset_activate_anon", &VmstatReading::reactivated_pages},
    Field{"workingset_activate_file", &VmstatReading::reactivated_pages},
    Field{"workingset_restore", &VmstatReading::restored_pages},
    Field{"workingset_restore_anon", &VmstatReading::restored_pages},
    Field{"workingset_restore_file", &VmstatReading::restored_pages},
    Field{"nr_vmscan_write", &VmstatReading::reclaim_written_pages},
    Field{"nr_vmscan_immediate_reclaim", &VmstatReading::reclaim_awaited_pages},
    Field{"nr_dirtied", &VmstatReading::dirtied_pages},
    Field{"nr_written", &VmstatReading::written_pages},
    Field{"nr_dirty_threshold", &VmstatReading::dirty_limit_pages},
    Field{"nr_dirty_background_threshold", &VmstatReading::dirty_background_limit_pages},
    Field{"pgpgin", &VmstatReading::paged_in_kib},
    Field{"pgpgout", &VmstatReading::paged_out_kib},
    Field{"pswpin", &VmstatReading::swapped_in_pages},
    Field{"pswpout", &VmstatReading::swapped_out_pages},
    Field{"pgalloc_dma", &VmstatReading::allocated_pages},
    Field{"pgalloc_dma32", &VmstatReading::allocated_pages},
    Field{"pgalloc_normal", &VmstatReading::allocated_pages},
    Field{"pgalloc_high", &VmstatReading::allocated_pages},
    Field{"pgalloc_movable", &VmstatReading::allocated_pages},
    Field{"pgalloc_device", &VmstatReading::allocated_pages},
    Field{"allocstall", &VmstatReading::allocation_stalls},
    Field{"allocstall_dma", &VmstatReading::allocation_stalls},
    Field{"allocstall_dma32", &VmstatReading::allocation_stalls},
    Field{"allocstall_normal", &VmstatReading::allocation_stalls},
    Field{"allocstall_movable", &VmstatReading::allocation_stalls},
    Field{"pgfree", &VmstatReading::freed_pages},
    Field{"pgactivate", &VmstatReading::activated_pages},
    Field{"pgdeactivate", &VmstatReading::deactivated_pages},
    Field{"pgfault", &VmstatReading::faults},
    Field{"pgmajfault", &VmstatReading::major_faults},
    Field{"pgsteal_kswapd", &VmstatReading::stolen_pages},
    Field{"pgsteal_direct", &VmstatReading::stolen_pages},
    Field{"pgscan_kswapd", &VmstatReading::scanned_kswapd_pages},
    Field{"pgscan_direct", &VmstatReading::scanned_direct_pages},
    Field{"slabs_scanned", &VmstatReading::scanned_slab_objects},
    Field{"kswapd_low_wmark_hit_quickly", &VmstatReading::kswapd_shortfalls},
    Field{"kswapd_high_wmark_hit_quickly", &VmstatReading::kswapd_shortfalls},
    Field{"pageoutrun", &VmstatReading::kswapd_runs},
    Field{"drop_pagecache", &VmstatReading::dropped_caches},
    Field{"oom_kill", &VmstatReading::oom_kills},
    Field{"pgmigrate_fail", &VmstatReading::migration_failures},
    Field{"compact_stall", &VmstatReading::compaction_stalls},
    Field{"compact_fail", &VmstatReading::compaction_failures},
    Field{"compact_success", &VmstatReading::compaction_successes},
    Field{"thp_fault_alloc", &VmstatReading::hugepages_allocated},
    Field{"thp_fault_fallback", &VmstatReading::hugepage_failures},
    Field{"thp_collapse_alloc_failed", &VmstatReading::hugepage_failures},
    Field{"balloon_inflate", &VmstatReading::balloon_inflated_pages},
    Field{"balloon_deflate", &VmstatReading::balloon_deflated_pages},
    Field{"thp_split_page", &VmstatReading::hugepages_split},
};

constexpr double bytes_per_kib = 1024;

class VmstatCollector final : public Collector {
public:
    VmstatCollector(const HostFs& host, double page_bytes)
        : file_(host, "proc/vmstat"), page_bytes_(page_bytes) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto text = file_.read();
        if (!text) return fail(text.error());
        const auto reading = parse_vmstat(*text);
        if (!reading) return fail(reading.error());
        const double seconds = interval_.to(now);
        add_rates(out, *reading, seconds);
        add_pages(out, *reading, seconds);
        add_shortage(out, *reading, seconds);
        add_efficiency(out, *reading);
        series_.add(out, cache_drops, counters_[cache_drops].to(reading->dropped_caches));
        series_.add(out, oom_kills, counters_[oom_kills].to(reading->oom_kills));
        add_balloon(now, out, *reading);
        return {};
    }

private:
    void add_rates(SampleSink& out, const VmstatReading& reading, double seconds) {
        const auto add = [&](Row row, std::uint64_t counter, double scale = 1) {
            const auto rate = per_second(counters_[row].to(counter), seconds);
            if (rate) series_.add(out, row, *rate * scale);
        };
        add(paging_in, reading.paged_in_kib, bytes_per_kib);
        add(paging_out, reading.paged_out_kib, bytes_per_kib);
        add(major_faults, reading.major_faults);
        add(swap_in, reading.swapped_in_pages);
        add(swap_out, reading.swapped_out_pages);
        add(scanned, reading.scanned_kswapd_pages + reading.scanned_direct_pages);
        add(scanned_direct, reading.scanned_direct_pages);
        add(stolen, reading.stolen_pages);
        add(refaulted, reading.refaulted_pages);
        add(stalls, reading.allocation_stalls);
        add(compaction_stalls, reading.compaction_stalls);
        add(compaction_failures, reading.compaction_failures);
        add(hugepage_failures, reading.hugepage_failures);
    }

    /// The life of pages; a counter that the kernel lacks has no series.
    void add_pages(SampleSink& out, const VmstatReading& reading, double seconds) {
        const auto add = [&](Row row, std::uint64_t counter) {
            if (counter > 0) series_.add(out, row, per_second(counters_[row].to(counter), seconds));
        };
        add(faults, reading.faults);
        add(allocated, reading.allocated_pages);
        add(freed, reading.freed_pages);
        add(activated, reading.activated_pages);
        add(deactivated, reading.deactivated_pages);
        add(dirtied, reading.dirtied_pages);
        add(written, reading.written_pages);
        add(slab_objects, reading.scanned_slab_objects);
        add(kswapd_runs, reading.kswapd_runs);
        add(compaction_successes, reading.compaction_successes);
        add(hugepages_allocated, reading.hugepages_allocated);
        add(hugepage_splits, reading.hugepages_split);
    }

    /// How much may wait to be written, and what is counted only where memory was short once.
    void add_shortage(SampleSink& out, const VmstatReading& reading, double seconds) {
        const auto limit = [&](Row row, std::uint64_t pages) {
            if (pages > 0) series_.add(out, row, static_cast<double>(pages) * page_bytes_);
        };
        const auto add = [&](Row row, std::uint64_t counter) {
            if (counter > 0) series_.add(out, row, per_second(counters_[row].to(counter), seconds));
        };
        limit(dirty_limit, reading.dirty_limit_pages);
        limit(dirty_background_limit, reading.dirty_background_limit_pages);
        add(reactivated, reading.reactivated_pages);
        add(restored, reading.restored_pages);
        add(reclaim_written, reading.reclaim_written_pages);
        add(reclaim_awaited, reading.reclaim_awaited_pages);
        add(kswapd_shortfalls, reading.kswapd_shortfalls);
        add(numa_misses, reading.numa_misses);
        add(migration_failures, reading.migration_failures);
    }

    void add_efficiency(SampleSink& out, const VmstatReading& reading) {
        const auto looked_at =
            looked_at_.to(reading.scanned_kswapd_pages + reading.scanned_direct_pages);
        const auto freed = counters_[efficiency].to(reading.stolen_pages);
        if (!looked_at || !freed || *looked_at < efficiency_pages_min) return;
        series_.add(out, efficiency, as_share(*freed / *looked_at));
    }

    void add_balloon(TimePoint now, SampleSink& out, const VmstatReading& reading) {
        if (reading.balloon_inflated_pages < reading.balloon_deflated_pages ||
            reading.balloon_inflated_pages == 0) {
            return;
        }
        const auto pages = reading.balloon_inflated_pages - reading.balloon_deflated_pages;
        const double bytes = static_cast<double>(pages) * page_bytes_;
        series_.add(out, balloon_held, bytes);
        series_.add(out, balloon_grown, balloon_growth_.to(now, bytes));
    }

    KernelFile file_;
    double page_bytes_;
    RecentGrowth balloon_growth_;
    Interval interval_;
    std::array<Increase, row_count> counters_;
    Increase looked_at_;
    EntitySeries series_{signals};
};

}  // namespace

Result<VmstatReading> parse_vmstat(std::string_view text) {
    VmstatReading reading;
    const KeysFound found = read_keyed_lines<VmstatReading>(text, fields, reading);
    constexpr std::size_t pgpgin = 16;
    static_assert(fields[pgpgin].key == "pgpgin");
    if (!found.test(pgpgin)) return fail(Errc::malformed, "vmstat: no pgpgin");
    return reading;
}

std::span<const SignalDescription> vmstat_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_vmstat(const CollectorContext& context) {
    return std::make_unique<VmstatCollector>(context.host, context.units.page_bytes);
}

}  // namespace foreshock::collectors
