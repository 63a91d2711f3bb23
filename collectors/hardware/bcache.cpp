#include "collectors/hardware/bcache.hpp"

#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/hardware/attribute_files.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"bcache.cache.attached", gauge, "boolean",
                      "0 while the disk has no cache: it never had one, or lost it."},
    SignalDescription{"bcache.cache.inconsistent", gauge, "boolean",
                      "1 when the disk was started without the cache that held its latest data."},
    SignalDescription{"bcache.dirty.held_bytes", gauge, "bytes",
                      "What is written to the cache only and not to the disk yet."},
    SignalDescription{"bcache.set.dirty_ratio", gauge, "ratio",
                      "Share of a cache that such data take: from 0.7 on it takes no more."},
    SignalDescription{"bcache.set.errors_new_count", gauge, "count",
                      "Errors of a cache's devices since the last sample."},
};

enum Row : std::size_t { attached, inconsistent, held, dirty_ratio, errors_new };

static_assert(signals.size() == errors_new + 1);

const std::string sets = "sys/fs/bcache";
constexpr double percent = 100;

/// A disk (bcache0), or a set of caches by its uuid.
struct Disk {
    explicit Disk(std::string_view name) : series(signals, Labels{{"disk", label_text(name)}}) {}

    EntitySeries series;
};

struct CacheSet {
    explicit CacheSet(std::string_view name) : series(signals, Labels{{"set", label_text(name)}}) {}

    EntitySeries series;
    Increase errors;
};

class BcacheCollector final : public Collector {
public:
    explicit BcacheCollector(const HostFs& host) : host_(host) {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        for (const std::string& name : sorted_names(host_, "sys/block", "bcache"))
            add_disk(out, name);
        for (const std::string& name : sorted_names(host_, sets))
            add_set(out, name);
        disks_.forget_unseen();
        sets_.forget_unseen();
        if (disks_.size() + sets_.size() == 0) return fail(Errc::no_data, "no disk uses bcache");
        return {};
    }

private:
    void add_disk(SampleSink& out, const std::string& name) {
        const std::string folder = "sys/block/" + name + "/bcache/";
        const auto state = read_attribute(host_, folder + "state");
        Disk* disk = state ? disks_.see(name) : nullptr;
        if (!disk) return;
        disk->series.add(out, attached, *state == "no cache" ? 0.0 : 1.0);
        disk->series.add(out, inconsistent, *state == "inconsistent" ? 1.0 : 0.0);
        const auto dirty = read_attribute(host_, folder + "dirty_data");
        if (dirty) disk->series.add(out, held, parse_bcache_size(*dirty));
    }

    /// Beside the sets lie files of bcache itself, which have no such attribute.
    void add_set(SampleSink& out, const std::string& name) {
        const std::string folder = sets + "/" + name;
        const auto available = read_number(host_, folder + "/cache_available_percent");
        if (!available || *available < 0 || *available > percent) return;
        CacheSet* set = sets_.see(name);
        if (!set) return;
        set->series.add(out, dirty_ratio, 1 - *available / percent);
        double errors = 0;
        for (const std::string& cache : sorted_names(host_, folder, "cache")) {
            const auto count = read_number(host_, folder + "/" + cache + "/io_errors");
            if (count && *count > 0) errors += *count;
        }
        set->series.add(out, errors_new, set->errors.to(static_cast<std::uint64_t>(errors)));
    }

    const HostFs& host_;
    EntityMap<Disk> disks_{bcache_disks_max};
    EntityMap<CacheSet> sets_{bcache_disks_max};
};

}  // namespace

std::optional<double> parse_bcache_size(std::string_view text) {
    constexpr std::string_view units = "kMGTPE";
    if (text.empty()) return std::nullopt;
    const std::size_t unit = units.find(text.back());
    const auto value = word_as_finite(text.substr(0, text.size() - 1));
    if (unit == std::string_view::npos || !value) return std::nullopt;
    double bytes = *value;
    for (std::size_t step = 0; step <= unit; ++step)
        bytes *= 1024;
    // It may be slightly off, also below 0.
    return bytes < 0 ? 0 : bytes;
}

std::span<const SignalDescription> bcache_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_bcache(const CollectorContext& context) {
    return std::make_unique<BcacheCollector>(context.host);
}

}  // namespace foreshock::collectors
