#include "collectors/slab.hpp"

#include <array>
#include <map>

#include "collectors/discovery.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"slab.cache.size_bytes", gauge, "bytes",
                      "Memory that the kernel keeps for objects of this kind."},
    SignalDescription{"slab.cache.objects_count", gauge, "count",
                      "Objects of this kind that are in use."},
};

enum Row : std::size_t { size, objects };

static_assert(signals.size() == objects + 1);

/// "ext4_inode_cache 48594 48594 1128 14 4 : tunables 0 0 0 : slabdata 3471 3471 0"
std::optional<SlabCache> parse_cache(std::string_view words) {
    SlabCache cache;
    cache.name = take_word(words);
    const auto active = take_uint(words);
    take_word(words);  // all objects
    take_word(words);  // bytes of one
    take_word(words);  // objects in a slab
    const auto pages_per_slab = take_uint(words);
    const auto tail = words.find(": slabdata ");
    if (!active || !pages_per_slab || tail == std::string_view::npos) return std::nullopt;
    words.remove_prefix(tail + std::string_view{": slabdata "}.size());
    take_word(words);  // slabs with active objects
    const auto slabs = take_uint(words);
    if (!slabs) return std::nullopt;
    cache.active_objects = *active;
    cache.pages = static_cast<double>(*slabs) * static_cast<double>(*pages_per_slab);
    return cache;
}

class SlabCollector final : public Collector {
public:
    explicit SlabCollector(const CollectorContext& context)
        : file_(context.host, "proc/slabinfo"), page_bytes_(context.units.page_bytes) {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        const auto text = file_.read();
        if (!text && text.error().code == Errc::unreadable) {
            return fail(Errc::no_data, "slabinfo may be read by root only");
        }
        if (!text) return fail(text.error());
        const auto caches = parse_slabinfo(*text);
        if (!caches) return fail(caches.error());
        choose(*caches);
        for (const SlabCache& cache : *caches)
            add(cache, out);
        return {};
    }

private:
    void choose(const std::vector<SlabCache>& caches) {
        std::vector<DiscoverySlots<std::string>::Candidate> seen;
        for (const SlabCache& cache : caches) {
            const double bytes = cache.pages * page_bytes_;
            if (bytes < slab_bytes_min && !series_.contains(cache.name)) continue;
            seen.push_back({std::string{cache.name}, bytes, bytes >= slab_bytes_min});
        }
        slots_.offer(std::move(seen));
        std::erase_if(series_, [this](const auto& item) { return !slots_.holds(item.first); });
        for (const auto& slot : slots_.chosen()) {
            if (series_.contains(slot.key)) continue;
            Labels labels{{"cache", label_text(slot.key)}};
            series_.emplace(slot.key, Known{EntitySeries{signals, std::move(labels)}});
        }
        ++round_;
    }

    void add(const SlabCache& cache, SampleSink& out) {
        const auto found = series_.find(cache.name);
        // Two caches may share a name: only the first one counts.
        if (found == series_.end() || found->second.added_in == round_) return;
        found->second.added_in = round_;
        found->second.series.add(out, size, cache.pages * page_bytes_);
        found->second.series.add(out, objects, static_cast<double>(cache.active_objects));
    }

    struct Known {
        EntitySeries series;
        std::uint64_t added_in = 0;
    };

    KernelFile file_;
    double page_bytes_;
    std::uint64_t round_ = 0;
    DiscoverySlots<std::string> slots_{slab_caches_max};
    std::map<std::string, Known, std::less<>> series_;
};

}  // namespace

Result<std::vector<SlabCache>> parse_slabinfo(std::string_view text) {
    std::string_view line;
    if (!take_line(text, line) || !line.starts_with("slabinfo - version: 2.")) {
        return fail(Errc::malformed, "slabinfo: not of version 2");
    }
    std::vector<SlabCache> caches;
    while (take_line(text, line)) {
        if (line.starts_with('#')) continue;
        const auto cache = parse_cache(line);
        if (!cache) return fail(Errc::malformed, "slabinfo: a line is no cache");
        caches.push_back(*cache);
    }
    return caches;
}

std::span<const SignalDescription> slab_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_slab(const CollectorContext& context) {
    return std::make_unique<SlabCollector>(context);
}

}  // namespace foreshock::collectors
