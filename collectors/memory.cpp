#include "collectors/memory.hpp"

#include <array>

#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/keyed_lines.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"memory.ram.total_bytes", gauge, "bytes", "Memory that the kernel manages."},
    SignalDescription{"memory.ram.available_bytes", gauge, "bytes",
                      "Memory that programs can get without swapping (MemAvailable)."},
    SignalDescription{"memory.ram.used_bytes", gauge, "bytes",
                      "Memory that is not available: total minus available."},
    SignalDescription{"memory.ram.free_bytes", gauge, "bytes", "Memory that nobody uses."},
    SignalDescription{"memory.ram.cached_bytes", gauge, "bytes",
                      "File contents kept in memory, buffers included."},
    SignalDescription{"memory.ram.buffers_bytes", gauge, "bytes",
                      "Of cached_bytes, contents of disks that belong to no file: tables of "
                      "filesystems."},
    SignalDescription{"memory.ram.shared_bytes", gauge, "bytes",
                      "Shared memory and the contents of tmpfs."},
    SignalDescription{"memory.ram.dirty_bytes", gauge, "bytes",
                      "File contents that wait to be written."},
    SignalDescription{"memory.ram.writeback_bytes", gauge, "bytes",
                      "File contents that are being written."},
    SignalDescription{"memory.ram.anonymous_bytes", gauge, "bytes",
                      "Memory of programs that no file stands behind."},
    SignalDescription{"memory.ram.slab_reclaimable_bytes", gauge, "bytes",
                      "Kernel objects that can be dropped under pressure."},
    SignalDescription{"memory.ram.slab_unreclaimable_bytes", gauge, "bytes",
                      "Kernel objects that cannot be dropped: growth is a kernel leak."},
    SignalDescription{"memory.ram.kernel_stack_bytes", gauge, "bytes", "Kernel stacks of tasks."},
    SignalDescription{"memory.ram.page_tables_bytes", gauge, "bytes",
                      "Tables that map virtual to real memory."},
    SignalDescription{"memory.ram.committed_bytes", gauge, "bytes",
                      "Memory that programs were promised, used or not."},
    SignalDescription{"memory.ram.commit_limit_bytes", gauge, "bytes",
                      "Memory that may be promised; absent unless vm.overcommit_memory is 2."},
    SignalDescription{"memory.ram.vmalloc_bytes", gauge, "bytes",
                      "Memory of the kernel that is mapped page by page (VmallocUsed)."},
    SignalDescription{"memory.ram.percpu_bytes", gauge, "bytes",
                      "Memory of the kernel that is kept once for each core."},
    SignalDescription{"memory.ram.hardware_corrupted_bytes", gauge, "bytes",
                      "Memory taken out of use because it is broken."},
    SignalDescription{"memory.ram.active_anonymous_bytes", gauge, "bytes",
                      "Memory of programs that was used lately."},
    SignalDescription{"memory.ram.inactive_anonymous_bytes", gauge, "bytes",
                      "Memory of programs that was not: the first to go to swap."},
    SignalDescription{"memory.ram.active_file_bytes", gauge, "bytes",
                      "File contents that were used lately."},
    SignalDescription{"memory.ram.inactive_file_bytes", gauge, "bytes",
                      "File contents that were not: the first to be dropped."},
    SignalDescription{"memory.ram.unevictable_bytes", gauge, "bytes",
                      "Memory that cannot be swapped or dropped."},
    SignalDescription{"memory.ram.locked_bytes", gauge, "bytes",
                      "Of it, what programs have locked (mlock)."},
    SignalDescription{"memory.ram.mapped_bytes", gauge, "bytes",
                      "File contents that programs have mapped."},
    SignalDescription{"memory.ram.anonymous_hugepages_bytes", gauge, "bytes",
                      "Memory of programs in transparent huge pages."},
    SignalDescription{"memory.hugepages.used_count", gauge, "count",
                      "Huge pages in use or promised; absent on hosts without."},
    SignalDescription{"memory.hugepages.limit_count", gauge, "count",
                      "Huge pages of the default size that there are; absent on hosts without."},
    SignalDescription{"memory.hugepages.reserved_count", gauge, "count",
                      "Huge pages that were promised and not taken yet; absent on hosts without."},
    SignalDescription{"memory.hugepages.surplus_count", gauge, "count",
                      "Huge pages beyond the pool (overcommitted); absent on hosts without."},
    SignalDescription{"memory.swap.total_bytes", gauge, "bytes",
                      "Swap space; absent on hosts without."},
    SignalDescription{"memory.swap.used_bytes", gauge, "bytes",
                      "Swap space in use; absent on hosts without."},
    SignalDescription{"memory.swap.cached_bytes", gauge, "bytes",
                      "Memory that is in swap as well and need not be written again."},
};

enum Row : std::size_t {
    total,
    available,
    used,
    free_memory,
    cached,
    buffers,
    shared,
    dirty,
    writeback,
    anonymous,
    slab_reclaimable,
    slab_unreclaimable,
    kernel_stack,
    page_tables,
    committed,
    commit_limit,
    vmalloc,
    percpu,
    hardware_corrupted,
    active_anonymous,
    inactive_anonymous,
    active_file,
    inactive_file,
    unevictable,
    locked,
    mapped,
    anonymous_hugepages,
    hugepages_used,
    hugepages_limit,
    hugepages_reserved,
    hugepages_surplus,
    swap_total,
    swap_used,
    swap_cached
};

static_assert(signals.size() == swap_cached + 1);

// In the order of the kernel's own text, which makes the search short.
constexpr std::array keys{
    KeyedField<MemoryReading>{"MemTotal:", &MemoryReading::total},
    KeyedField<MemoryReading>{"MemFree:", &MemoryReading::free},
    KeyedField<MemoryReading>{"MemAvailable:", &MemoryReading::available},
    KeyedField<MemoryReading>{"Buffers:", &MemoryReading::buffers},
    KeyedField<MemoryReading>{"Cached:", &MemoryReading::cached},
    KeyedField<MemoryReading>{"SwapCached:", &MemoryReading::swap_cached},
    KeyedField<MemoryReading>{"Active(anon):", &MemoryReading::active_anonymous},
    KeyedField<MemoryReading>{"Inactive(anon):", &MemoryReading::inactive_anonymous},
    KeyedField<MemoryReading>{"Active(file):", &MemoryReading::active_file},
    KeyedField<MemoryReading>{"Inactive(file):", &MemoryReading::inactive_file},
    KeyedField<MemoryReading>{"Unevictable:", &MemoryReading::unevictable},
    KeyedField<MemoryReading>{"Mlocked:", &MemoryReading::locked},
    KeyedField<MemoryReading>{"SwapTotal:", &MemoryReading::swap_total},
    KeyedField<MemoryReading>{"SwapFree:", &MemoryReading::swap_free},
    KeyedField<MemoryReading>{"Dirty:", &MemoryReading::dirty},
    KeyedField<MemoryReading>{"Writeback:", &MemoryReading::writeback},
    KeyedField<MemoryReading>{"AnonPages:", &MemoryReading::anonymous},
    KeyedField<MemoryReading>{"Mapped:", &MemoryReading::mapped},
    KeyedField<MemoryReading>{"Shmem:", &MemoryReading::shared},
    KeyedField<MemoryReading>{"SReclaimable:", &MemoryReading::slab_reclaimable},
    KeyedField<MemoryReading>{"SUnreclaim:", &MemoryReading::slab_unreclaimable},
    KeyedField<MemoryReading>{"KernelStack:", &MemoryReading::kernel_stack},
    KeyedField<MemoryReading>{"PageTables:", &MemoryReading::page_tables},
    KeyedField<MemoryReading>{"CommitLimit:", &MemoryReading::commit_limit},
    KeyedField<MemoryReading>{"Committed_AS:", &MemoryReading::committed},
    KeyedField<MemoryReading>{"VmallocUsed:", &MemoryReading::vmalloc},
    KeyedField<MemoryReading>{"Percpu:", &MemoryReading::percpu},
    KeyedField<MemoryReading>{"HardwareCorrupted:", &MemoryReading::hardware_corrupted},
    KeyedField<MemoryReading>{"AnonHugePages:", &MemoryReading::anonymous_hugepages},
    KeyedField<MemoryReading>{"HugePages_Total:", &MemoryReading::hugepages_total},
    KeyedField<MemoryReading>{"HugePages_Free:", &MemoryReading::hugepages_free},
    KeyedField<MemoryReading>{"HugePages_Rsvd:", &MemoryReading::hugepages_reserved},
    KeyedField<MemoryReading>{"HugePages_Surp:", &MemoryReading::hugepages_surplus},
};

/// The last keys count pages, all others kilobytes.
constexpr std::size_t page_keys = 4;

std::uint64_t minus(std::uint64_t from, std::uint64_t what) {
    return from > what ? from - what : 0;
}

class MemoryCollector final : public Collector {
public:
    explicit MemoryCollector(const HostFs& host)
        : file_(host, "proc/meminfo"), overcommit_(host, "proc/sys/vm/overcommit_memory") {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto text = file_.read();
        if (!text) return fail(text.error());
        const auto reading = parse_meminfo(*text);
        if (!reading) return fail(reading.error());
        add_ram(out, *reading);
        add_kernel(out, *reading);
        add_ages(out, *reading);
        if (is_commit_limited(now)) add(out, commit_limit, reading->commit_limit);
        if (reading->hugepages_total > 0) add_hugepages(out, *reading);
        if (reading->swap_total > 0) add_swap(out, *reading);
        return {};
    }

private:
    void add(SampleSink& out, Row row, std::uint64_t bytes) {
        series_.add(out, row, static_cast<double>(bytes));
    }

    void add_ram(SampleSink& out, const MemoryReading& reading) {
        add(out, total, reading.total);
        add(out, available, reading.available);
        add(out, used, minus(reading.total, reading.available));
        add(out, free_memory, reading.free);
        add(out, cached, reading.cached + reading.buffers);
        add(out, buffers, reading.buffers);
        add(out, shared, reading.shared);
        add(out, dirty, reading.dirty);
        add(out, writeback, reading.writeback);
        add(out, anonymous, reading.anonymous);
        add(out, slab_reclaimable, reading.slab_reclaimable);
        add(out, slab_unreclaimable, reading.slab_unreclaimable);
        add(out, kernel_stack, reading.kernel_stack);
        add(out, page_tables, reading.page_tables);
        add(out, committed, reading.committed);
    }

    void add_kernel(SampleSink& out, const MemoryReading& reading) {
        add(out, vmalloc, reading.vmalloc);
        add(out, percpu, reading.percpu);
        add(out, hardware_corrupted, reading.hardware_corrupted);
    }

    /// What the kernel's search for memory will find first, and what it cannot have.
    void add_ages(SampleSink& out, const MemoryReading& reading) {
        add(out, active_anonymous, reading.active_anonymous);
        add(out, inactive_anonymous, reading.inactive_anonymous);
        add(out, active_file, reading.active_file);
        add(out, inactive_file, reading.inactive_file);
        add(out, unevictable, reading.unevictable);
        add(out, locked, reading.locked);
        add(out, mapped, reading.mapped);
        add(out, anonymous_hugepages, reading.anonymous_hugepages);
    }

    /// Unless it is enforced, programs may be promised more
    /// (Documentation/mm/overcommit-accounting).
    bool is_commit_limited(TimePoint now) {
        const bool due = !asked_at_ || now < *asked_at_ || now - *asked_at_ >= overcommit_every;
        if (!due) return commit_limited_;
        asked_at_ = now;
        const auto text = overcommit_.read();
        commit_limited_ = text && only_uint(*text) == 2U;
        return commit_limited_;
    }

    void add_hugepages(SampleSink& out, const MemoryReading& reading) {
        add(out, hugepages_used,
            minus(reading.hugepages_total, reading.hugepages_free) + reading.hugepages_reserved);
        add(out, hugepages_limit, reading.hugepages_total);
        add(out, hugepages_reserved, reading.hugepages_reserved);
        add(out, hugepages_surplus, reading.hugepages_surplus);
    }

    void add_swap(SampleSink& out, const MemoryReading& reading) {
        add(out, swap_total, reading.swap_total);
        add(out, swap_used, minus(reading.swap_total, reading.swap_free));
        add(out, swap_cached, reading.swap_cached);
    }

    KernelFile file_;
    KernelFile overcommit_;
    std::optional<TimePoint> asked_at_;
    bool commit_limited_ = false;
    EntitySeries series_{signals};
};

}  // namespace

Result<MemoryReading> parse_meminfo(std::string_view text) {
    MemoryReading reading;
    const auto found = read_keyed_lines<MemoryReading>(text, keys, reading);
    const bool has_total = found.test(0);
    const bool has_free = found.test(1);
    const bool has_available = found.test(2);
    if (!has_total || !has_free) return fail(Errc::malformed, "meminfo: no MemTotal or MemFree");
    for (const auto& key : std::span{keys}.first<keys.size() - page_keys>())
        reading.*key.value *= 1024;
    if (!has_available) {
        reading.available = minus(reading.free + reading.buffers + reading.cached, reading.shared);
    }
    return reading;
}

std::span<const SignalDescription> memory_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_memory(const CollectorContext& context) {
    return std::make_unique<MemoryCollector>(context.host);
}

}  // namespace foreshock::collectors
