#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// /proc/meminfo in bytes, huge pages in pages. What the kernel does not tell is 0.
struct MemoryReading {
    std::uint64_t total = 0;
    std::uint64_t free = 0;
    /// MemAvailable; before Linux 3.14, which lacks it, free + buffers + cached − shared.
    std::uint64_t available = 0;
    std::uint64_t buffers = 0;
    std::uint64_t cached = 0;
    std::uint64_t shared = 0;
    std::uint64_t dirty = 0;
    std::uint64_t writeback = 0;
    std::uint64_t anonymous = 0;
    std::uint64_t slab_reclaimable = 0;
    std::uint64_t slab_unreclaimable = 0;
    std::uint64_t kernel_stack = 0;
    std::uint64_t page_tables = 0;
    std::uint64_t committed = 0;
    std::uint64_t swap_total = 0;
    std::uint64_t swap_free = 0;
    std::uint64_t swap_cached = 0;
    std::uint64_t commit_limit = 0;
    std::uint64_t vmalloc = 0;
    std::uint64_t percpu = 0;
    std::uint64_t hardware_corrupted = 0;
    std::uint64_t active_anonymous = 0;
    std::uint64_t inactive_anonymous = 0;
    std::uint64_t active_file = 0;
    std::uint64_t inactive_file = 0;
    std::uint64_t unevictable = 0;
    std::uint64_t locked = 0;
    std::uint64_t mapped = 0;
    std::uint64_t anonymous_hugepages = 0;
    // Pages of the default huge size. Reserved ones are promised, and still among the free.
    std::uint64_t hugepages_total = 0;
    std::uint64_t hugepages_free = 0;
    std::uint64_t hugepages_reserved = 0;
    std::uint64_t hugepages_surplus = 0;
};

/// malformed without MemTotal and MemFree.
Result<MemoryReading> parse_meminfo(std::string_view text);

/// How often vm.overcommit_memory is asked whether the limit of promised memory is enforced.
inline constexpr Duration overcommit_every = std::chrono::minutes{1};

std::span<const SignalDescription> memory_signals();
Result<std::unique_ptr<Collector>> make_memory(const CollectorContext& context);

}  // namespace foreshock::collectors
