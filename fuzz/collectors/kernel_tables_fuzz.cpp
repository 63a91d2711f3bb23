#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/deleted_walk.hpp"
#include "collectors/memory_zones.hpp"
#include "collectors/numa.hpp"
#include "collectors/run_queue.hpp"
#include "collectors/slab.hpp"
#include "collectors/task_walk.hpp"

/// Tables of zones, slabs, nodes, run queues and tasks.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    if (const auto zones = parse_buddyinfo(text)) {
        if (zones->empty() || zones->size() > zones_max) std::abort();
        for (const ZoneBlocks& zone : *zones) {
            if (zone.node.empty()) std::abort();
            if (free_pages(zone, large_order) > free_pages(zone, 0)) std::abort();
        }
    }
    if (const auto caches = parse_slabinfo(text)) {
        for (const SlabCache& cache : *caches) {
            if (cache.name.empty() || cache.pages < 0) std::abort();
        }
    }
    const auto node = parse_node_meminfo(text);
    if (node && node->used() > node->total) std::abort();
    const auto allocations = parse_numastat(text);
    if (allocations && text.find("numa_miss") == text.npos) std::abort();
    const auto queue = parse_schedstat(text);
    if (queue && text.find("version") == text.npos) std::abort();
    const auto switches = parse_context_switches(text);
    if (switches && text.find("voluntary_ctxt_switches:") == text.npos) std::abort();
    if (is_deleted_file(text) && !text.starts_with('/')) std::abort();
    return 0;
}
