#include "detectors/pack/engine_settings.hpp"
#include "detectors/pack/setting_values.hpp"

namespace foreshock::detectors {
namespace {

void read_spans(SettingsReader& reader, BurstSettings& settings) {
    reader.read("bucket", settings.bucket);
    reader.read("hold_for", settings.hold_for);
    reader.read("clear_after", settings.clear_after);
    reader.read("learning", settings.learning);
    reader.read("settle", settings.settle);
    reader.read("lasting_max", settings.lasting_max);
    if (settings.bucket < std::chrono::seconds{1})
        reader.complain("bucket", "must be at least \"1s\"");
    if (settings.hold_for < settings.bucket)
        reader.complain("hold_for", "must be at least as long as bucket");
}

void read_bounds(SettingsReader& reader, BurstSettings& settings) {
    reader.read("count_min", settings.count_min, {1, infinite});
    reader.read("factor_min", settings.factor_min, {1, infinite});
    reader.read("chance_max", settings.chance_max, {1e-100, 0.1});
    reader.read("critical_factor", settings.critical_factor, {0, infinite});
    reader.read("critical_count", settings.critical_count, {0, infinite});
    read_bound(reader, "series_max", settings.series_max);
}

}  // namespace

BurstSettings read_burst(SettingsReader& kind) {
    BurstSettings settings;
    kind.require("burst", "{ signal = \"…\" }");
    SettingsReader reader = kind.table("burst");
    reader.require("signal", "\"area.thing.aspect\"");
    reader.read("signal", settings.signal);
    reader.read("counter", settings.is_counter);
    reader.read("changes", settings.changes);
    read_spans(reader, settings);
    read_bounds(reader, settings);
    read_severity(reader, "severity", settings.severity);
    read_phase(reader, settings.phase);
    reader.finish();
    require_sentence(kind, settings.phase);
    return settings;
}

}  // namespace foreshock::detectors
