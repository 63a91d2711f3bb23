#include "collectors/hardware/lvm.hpp"

#include <algorithm>
#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/hardware/attribute_files.hpp"
#include "collectors/hardware/json_fields.hpp"
#include "collectors/hardware/periodic_command.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"lvm.volume.healthy", gauge, "boolean",
                      "0 when LVM says that something is wrong with a volume: a device is missing, "
                      "copies differ, a pool needs repair."},
    SignalDescription{"lvm.pool.data_used_bytes", gauge, "bytes", "Space in use of a thin pool."},
    SignalDescription{"lvm.pool.data_limit_bytes", gauge, "bytes",
                      "Space of a thin pool: when it is full, writes to all its volumes fail."},
    SignalDescription{"lvm.pool.metadata_used_bytes", gauge, "bytes",
                      "Space in use of what a thin pool keeps about itself."},
    SignalDescription{"lvm.pool.metadata_limit_bytes", gauge, "bytes",
                      "Space for it: when it is full, the pool must be repaired."},
    SignalDescription{"lvm.snapshot.used_bytes", gauge, "bytes",
                      "Space in use of a snapshot that has its own."},
    SignalDescription{"lvm.snapshot.limit_bytes", gauge, "bytes",
                      "Space of that snapshot: when it is full, the snapshot is lost."},
};

enum Row : std::size_t {
    healthy,
    data_used,
    data_limit,
    metadata_used,
    metadata_limit,
    snapshot_used,
    snapshot_limit
};

static_assert(signals.size() == snapshot_limit + 1);

constexpr Duration ask_every = std::chrono::minutes{1};

/// lvs writes numbers as texts, and nothing where there is no number.
std::optional<double> number_in(const Json& row, std::string_view name) {
    const auto value = word_as_finite(json_text(&row, name));
    return value && *value >= 0 ? value : std::nullopt;
}

std::optional<double> ratio_in(const Json& row, std::string_view name) {
    const auto percent = number_in(row, name);
    return percent ? std::optional{std::min(*percent, 100.0) / 100} : std::nullopt;
}

/// The first letter of lv_attr (lvs(8)): t thin pool; s and S a snapshot with space of its own.
LogicalVolume::Kind kind_of(std::string_view attributes) {
    if (attributes.starts_with('t')) return LogicalVolume::Kind::thin_pool;
    const bool is_snapshot = attributes.starts_with('s') || attributes.starts_with('S');
    return is_snapshot ? LogicalVolume::Kind::snapshot : LogicalVolume::Kind::plain;
}

LogicalVolume volume_of(const Json& row) {
    LogicalVolume volume;
    volume.group = label_text(json_text(&row, "vg_name"));
    volume.name = label_text(json_text(&row, "lv_name"));
    volume.kind = kind_of(json_text(&row, "lv_attr"));
    volume.healthy = json_text(&row, "lv_health_status").empty();
    volume.size_bytes = number_in(row, "lv_size").value_or(0);
    volume.data_used_ratio = ratio_in(row, "data_percent");
    volume.metadata_used_ratio = ratio_in(row, "metadata_percent");
    volume.metadata_bytes = number_in(row, "lv_metadata_size").value_or(0);
    return volume;
}

struct Volume {
    explicit Volume(std::string_view) {}

    std::optional<EntitySeries> series;
};

void add_pair(SampleSink& out, EntitySeries& series, Row used, std::optional<double> share,
              double limit_bytes) {
    if (!share || limit_bytes <= 0) return;
    series.add(out, used, *share * limit_bytes);
    series.add(out, used + 1, limit_bytes);
}

void add_volume(SampleSink& out, EntitySeries& series, const LogicalVolume& volume) {
    series.add(out, healthy, volume.healthy ? 1.0 : 0.0);
    if (volume.kind == LogicalVolume::Kind::thin_pool) {
        add_pair(out, series, data_used, volume.data_used_ratio, volume.size_bytes);
        add_pair(out, series, metadata_used, volume.metadata_used_ratio, volume.metadata_bytes);
    } else if (volume.kind == LogicalVolume::Kind::snapshot) {
        add_pair(out, series, snapshot_used, volume.data_used_ratio, volume.size_bytes);
    }
}

class LvmCollector final : public Collector {
public:
    explicit LvmCollector(const CollectorContext& context)
        : host_(context.host), question_(context.commands, {lvs_arguments()}, ask_every) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto mapped = sorted_names(host_, "dev/mapper");
        const bool has_volumes = std::any_of(mapped.begin(), mapped.end(),
                                             [](const auto& name) { return name != "control"; });
        if (!has_volumes) return fail(Errc::no_data, "the device mapper has no volumes");
        const auto answer = question_.look(now);
        if (!answer) return fail(answer.error());
        if (!*answer) return {};
        const auto found = parse_lvs(**answer);
        if (!found) return fail(found.error());
        for (const LogicalVolume& volume : *found)
            add(out, volume);
        volumes_.forget_unseen();
        return {};
    }

private:
    void add(SampleSink& out, const LogicalVolume& volume) {
        Volume* known = volumes_.see(volume.group + "/" + volume.name);
        if (!known) return;
        if (!known->series)
            known->series.emplace(signals,
                                  Labels{{"group", volume.group}, {"volume", volume.name}});
        add_volume(out, *known->series, volume);
    }

    const HostFs& host_;
    PeriodicCommand question_;
    EntityMap<Volume> volumes_{logical_volumes_max};
};

}  // namespace

std::vector<std::string> lvs_arguments() {
    return {"lvs",
            "--reportformat",
            "json",
            "--units",
            "b",
            "--nosuffix",
            "--options",
            "vg_name,lv_name,lv_attr,lv_size,data_percent,metadata_percent,"
            "lv_metadata_size,lv_health_status"};
}

Result<std::vector<LogicalVolume>> parse_lvs(std::string_view text) {
    const auto root = json_object(text);
    const Json* reports = root ? json_field(&*root, "report") : nullptr;
    if (!reports || !reports->is_array()) return fail(Errc::malformed, "lvs: no report");
    std::vector<LogicalVolume> volumes;
    for (const Json& report : *reports) {
        const Json* rows = json_field(&report, "lv");
        if (!rows || !rows->is_array()) continue;
        for (const Json& row : *rows) {
            LogicalVolume volume = volume_of(row);
            if (volume.name.empty() || volumes.size() >= logical_volumes_max) continue;
            volumes.push_back(std::move(volume));
        }
    }
    return volumes;
}

std::span<const SignalDescription> lvm_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_lvm(const CollectorContext& context) {
    return std::make_unique<LvmCollector>(context);
}

}  // namespace foreshock::collectors
