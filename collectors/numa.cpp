#include "collectors/numa.hpp"

#include <algorithm>
#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/keyed_lines.hpp"
#include "collectors/rate.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"numa.node.total_bytes", gauge, "bytes", "Memory of the node."},
    SignalDescription{"numa.node.used_bytes", gauge, "bytes",
                      "Memory of the node that cannot be given back."},
    SignalDescription{"numa.node.free_bytes", gauge, "bytes",
                      "Memory of the node that nobody uses."},
    SignalDescription{"numa.node.missed_pages_per_second", gauge, "per_second",
                      "Pages taken from this node because the wanted one had none left."},
    SignalDescription{"numa.node.foreign_pages_per_second", gauge, "per_second",
                      "Pages wanted from this node and taken from another."},
    SignalDescription{"numa.balance.used_spread_ratio", gauge, "ratio",
                      "Used share of the fullest node minus that of the emptiest."},
};

enum Row : std::size_t { total, used, free_memory, missed, foreign, spread };

static_assert(signals.size() == spread + 1);

constexpr std::string_view nodes_folder = "sys/devices/system/node";
constexpr std::string_view node_prefix = "node";

using MemoryField = KeyedField<NodeMemory>;

constexpr std::array memory_fields{
    MemoryField{"MemTotal:", &NodeMemory::total},
    MemoryField{"MemFree:", &NodeMemory::free},
    MemoryField{"Active(file):", &NodeMemory::active_file},
    MemoryField{"Inactive(file):", &NodeMemory::inactive_file},
    MemoryField{"SReclaimable:", &NodeMemory::slab_reclaimable},
};

using AllocationField = KeyedField<NodeAllocations>;

constexpr std::array allocation_fields{
    AllocationField{"numa_miss", &NodeAllocations::missed},
    AllocationField{"numa_foreign", &NodeAllocations::foreign},
};

/// The text without the "Node 0" that stands before each line.
std::string without_node(std::string_view text) {
    std::string rest;
    std::string_view line;
    while (take_line(text, line)) {
        take_word(line);
        take_word(line);
        rest += line;
        rest += '\n';
    }
    return rest;
}

struct Node {
    explicit Node(std::string_view number)
        : series(signals, Labels{{"node", std::string{number}}}) {}

    EntitySeries series;
    Increase missed;
    Increase foreign;
};

class NumaCollector final : public Collector {
public:
    explicit NumaCollector(const HostFs& host) : host_(host) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto nodes = read_nodes();
        if (!nodes) return fail(nodes.error());
        if (nodes->size() < 2) return fail(Errc::no_data, "less than two nodes have memory");
        const double seconds = interval_.to(now);
        double fullest = 0;
        double emptiest = 1;
        for (const NodeReading& node : *nodes) {
            add_node(node, seconds, out);
            const double share = as_share(static_cast<double>(node.memory.used()) /
                                          static_cast<double>(node.memory.total));
            fullest = std::max(fullest, share);
            emptiest = std::min(emptiest, share);
        }
        nodes_.forget_unseen();
        host_series_.add(out, spread, fullest - emptiest);
        return {};
    }

private:
    struct NodeReading {
        std::string number;
        NodeMemory memory;
        std::optional<NodeAllocations> allocations;
    };

    /// Those that have memory.
    Result<std::vector<NodeReading>> read_nodes() {
        const auto names = host_.list(nodes_folder);
        if (!names) return fail(names.error());
        std::vector<NodeReading> nodes;
        for (const std::string& name : *names) {
            if (!name.starts_with(node_prefix)) continue;
            const std::string number = name.substr(node_prefix.size());
            if (!word_as_uint(number) || nodes.size() >= numa_nodes_max) continue;
            auto node = read_node(number);
            if (!node) return fail(std::move(node).error());
            if (node->memory.total > 0) nodes.push_back(std::move(*node));
        }
        return nodes;
    }

    Result<NodeReading> read_node(const std::string& number) {
        const std::string folder = std::string{nodes_folder} + "/node" + number;
        const auto text = host_.read(folder + "/meminfo");
        if (!text) return fail(text.error());
        const auto memory = parse_node_meminfo(*text);
        if (!memory) return fail(memory.error());
        NodeReading node{number, *memory, {}};
        const auto counters = host_.read(folder + "/numastat");
        const auto parsed = counters ? parse_numastat(*counters) : fail(counters.error());
        if (parsed) node.allocations = *parsed;
        return node;
    }

    void add_node(const NodeReading& reading, double seconds, SampleSink& out) {
        Node* node = nodes_.see(reading.number);
        if (!node) return;
        node->series.add(out, total, static_cast<double>(reading.memory.total));
        node->series.add(out, used, static_cast<double>(reading.memory.used()));
        node->series.add(out, free_memory, static_cast<double>(reading.memory.free));
        if (!reading.allocations) return;
        const auto& [missed_pages, foreign_pages] = *reading.allocations;
        node->series.add(out, missed, per_second(node->missed.to(missed_pages), seconds));
        node->series.add(out, foreign, per_second(node->foreign.to(foreign_pages), seconds));
    }

    const HostFs& host_;
    Interval interval_;
    EntityMap<Node> nodes_{numa_nodes_max};
    EntitySeries host_series_{signals};
};

}  // namespace

std::uint64_t NodeMemory::used() const {
    const std::uint64_t spare = free + active_file + inactive_file + slab_reclaimable;
    return total > spare ? total - spare : 0;
}

Result<NodeMemory> parse_node_meminfo(std::string_view text) {
    NodeMemory memory;
    const std::string lines = without_node(text);
    const KeysFound found = read_keyed_lines<NodeMemory>(lines, memory_fields, memory);
    if (!found.test(0) || !found.test(1)) {
        return fail(Errc::malformed, "meminfo of a node lacks MemTotal or MemFree");
    }
    for (const MemoryField& field : memory_fields)
        memory.*field.value *= 1024;
    return memory;
}

Result<NodeAllocations> parse_numastat(std::string_view text) {
    NodeAllocations allocations;
    const auto found = read_keyed_lines<NodeAllocations>(text, allocation_fields, allocations);
    if (found.count() < allocation_fields.size()) {
        return fail(Errc::malformed, "numastat lacks numa_miss or numa_foreign");
    }
    return allocations;
}

std::span<const SignalDescription> numa_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_numa(const CollectorContext& context) {
    return std::make_unique<NumaCollector>(context.host);
}

}  // namespace foreshock::collectors
