#include "collectors/hardware/multipath.hpp"

#include <algorithm>
#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/hardware/attribute_files.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"multipath.paths.up_count", gauge, "count", "Paths to a disk that work now."},
    SignalDescription{"multipath.paths.configured_count", gauge, "count",
                      "The most paths that the disk has had since the agent started."},
    SignalDescription{"multipath.paths.missing_count", gauge, "count",
                      "Paths to the disk that are lost."},
};

enum Row : std::size_t { up, configured, missing };

static_assert(signals.size() == missing + 1);

constexpr std::size_t paths_max = 64;

struct Map {
    explicit Map(std::string_view name) : series(signals, Labels{{"map", label_text(name)}}) {}

    EntitySeries series;
    std::size_t most_paths = 0;
};

class MultipathCollector final : public Collector {
public:
    explicit MultipathCollector(const HostFs& host) : host_(host) {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        for (const std::string& device : sorted_names(host_, "sys/block", "dm-")) {
            const std::string folder = "sys/block/" + device;
            const auto uuid = read_attribute(host_, folder + "/dm/uuid");
            if (!uuid || !uuid->starts_with("mpath-")) continue;
            const auto name = read_attribute(host_, folder + "/dm/name");
            if (Map* map = maps_.see(name.value_or(device))) add(out, *map, folder);
        }
        maps_.forget_unseen();
        if (maps_.size() == 0) return fail(Errc::no_data, "no disk has several paths");
        return {};
    }

private:
    void add(SampleSink& out, Map& map, const std::string& folder) {
        auto paths = sorted_names(host_, folder + "/slaves");
        paths.resize(std::min(paths.size(), paths_max));
        const auto working = static_cast<std::size_t>(std::count_if(
            paths.begin(), paths.end(), [this](const std::string& path) { return is_up(path); }));
        // A path whose device is gone leaves the map: only memory knows that it was there.
        map.most_paths = std::max(map.most_paths, paths.size());
        map.series.add(out, up, static_cast<double>(working));
        map.series.add(out, configured, static_cast<double>(map.most_paths));
        map.series.add(out, missing, static_cast<double>(map.most_paths - working));
    }

    /// SCSI says "running" or "offline", "blocked", "transport-offline"; NVMe "live" or
    /// "connecting", "resetting". What says nothing counts as up.
    [[nodiscard]] bool is_up(const std::string& path) const {
        const auto state = read_attribute(host_, "sys/block/" + path + "/device/state");
        return !state || *state == "running" || *state == "live";
    }

    const HostFs& host_;
    EntityMap<Map> maps_{multipath_maps_max};
};

}  // namespace

std::span<const SignalDescription> multipath_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_multipath(const CollectorContext& context) {
    return std::make_unique<MultipathCollector>(context.host);
}

}  // namespace foreshock::collectors
