#include "collectors/memory_zones.hpp"

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"memory.zone.free_bytes", gauge, "bytes",
                      "Free memory of the zone, in blocks of any size."},
    SignalDescription{"memory.zone.large_blocks_ratio", gauge, "ratio",
                      "Share of it in blocks of 16 pages or more: a low one is broken up."},
};

enum Row : std::size_t { free_memory, large_blocks };

static_assert(signals.size() == large_blocks + 1);

std::optional<ZoneBlocks> parse_zone(std::string_view words) {
    ZoneBlocks zone;
    if (take_word(words) != "Node") return std::nullopt;
    zone.node = take_word(words);
    if (zone.node.size() < 2 || !zone.node.ends_with(',')) return std::nullopt;
    zone.node.remove_suffix(1);
    if (take_word(words) != "zone") return std::nullopt;
    zone.zone = take_word(words);
    std::size_t orders = 0;
    for (auto word = take_word(words); !word.empty(); word = take_word(words)) {
        const auto blocks = word_as_uint(word);
        if (!blocks) return std::nullopt;
        if (orders < ZoneBlocks::orders_max) zone.free_blocks[orders++] = *blocks;
    }
    if (orders == 0) return std::nullopt;
    return zone;
}

/// The series of the zone that is called "node/zone".
struct Zone {
    explicit Zone(std::string_view name)
        : series(signals, Labels{{"node", label_text(name.substr(0, name.find('/')))},
                                 {"zone", label_text(name.substr(name.find('/') + 1))}}) {}

    EntitySeries series;
};

class MemoryZonesCollector final : public Collector {
public:
    explicit MemoryZonesCollector(const CollectorContext& context)
        : file_(context.host, "proc/buddyinfo"), page_bytes_(context.units.page_bytes) {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        const auto text = file_.read();
        if (!text) return fail(text.error());
        const auto zones = parse_buddyinfo(*text);
        if (!zones) return fail(zones.error());
        for (const ZoneBlocks& zone : *zones)
            add(zone, out);
        zones_.forget_unseen();
        return {};
    }

private:
    void add(const ZoneBlocks& zone, SampleSink& out) {
        const double free = free_pages(zone, 0);
        Zone* known = zones_.see(std::string{zone.node} + "/" + std::string{zone.zone});
        if (!known) return;
        known->series.add(out, free_memory, free * page_bytes_);
        known->series.add(out, large_blocks, ratio(free_pages(zone, large_order), free));
    }

    KernelFile file_;
    double page_bytes_;
    EntityMap<Zone> zones_{zones_max};
};

}  // namespace

Result<std::vector<ZoneBlocks>> parse_buddyinfo(std::string_view text) {
    std::vector<ZoneBlocks> zones;
    std::string_view line;
    while (zones.size() < zones_max && take_line(text, line)) {
        const auto zone = parse_zone(line);
        if (!zone) return fail(Errc::malformed, "buddyinfo: a line is no zone with its blocks");
        zones.push_back(*zone);
    }
    if (zones.empty()) return fail(Errc::malformed, "buddyinfo: no zones");
    return zones;
}

double free_pages(const ZoneBlocks& zone, std::size_t order_min) {
    double pages = 0;
    for (std::size_t order = order_min; order < zone.free_blocks.size(); ++order) {
        pages += static_cast<double>(zone.free_blocks[order]) *
                 static_cast<double>(std::uint64_t{1} << order);
    }
    return pages;
}

std::span<const SignalDescription> memory_zones_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_memory_zones(const CollectorContext& context) {
    return std::make_unique<MemoryZonesCollector>(context);
}

}  // namespace foreshock::collectors
