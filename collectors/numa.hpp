#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// meminfo of one node, in bytes ("Node 0 MemTotal: 5597388 kB").
struct NodeMemory {
    std::uint64_t total = 0;
    std::uint64_t free = 0;
    std::uint64_t active_file = 0;
    std::uint64_t inactive_file = 0;
    std::uint64_t slab_reclaimable = 0;

    /// What cannot be given back: without free memory, file contents and reclaimable slabs.
    [[nodiscard]] std::uint64_t used() const;
};

/// malformed without MemTotal and MemFree.
Result<NodeMemory> parse_node_meminfo(std::string_view text);

/// numastat of one node, in pages since boot (Documentation/admin-guide/numastat.rst).
struct NodeAllocations {
    std::uint64_t missed = 0;   ///< taken here though another node was wanted
    std::uint64_t foreign = 0;  ///< wanted here and taken from another node
};

/// malformed without both.
Result<NodeAllocations> parse_numastat(std::string_view text);

/// The bound on nodes with series of their own.
inline constexpr std::size_t numa_nodes_max = 64;

std::span<const SignalDescription> numa_signals();

/// Memory of each node and how unevenly it is used: one that is full makes its programs slow or
/// swap while others are empty. A host with less than two nodes that have memory has no data.
Result<std::unique_ptr<Collector>> make_numa(const CollectorContext& context);

}  // namespace foreshock::collectors
