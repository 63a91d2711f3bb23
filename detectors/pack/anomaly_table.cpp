#include "detectors/pack/engine_settings.hpp"
#include "detectors/pack/setting_values.hpp"

namespace foreshock::detectors {
namespace {

void read_side(SettingsReader& reader, AnomalySettings::Direction& direction) {
    std::string name = "both";
    reader.read("direction", name);
    if (name == "both")
        direction = AnomalySettings::Direction::both;
    else if (name == "above")
        direction = AnomalySettings::Direction::above;
    else if (name == "below")
        direction = AnomalySettings::Direction::below;
    else
        reader.complain("direction", "must be \"both\", \"above\" or \"below\"");
}

}  // namespace

AnomalySettings read_anomaly(SettingsReader& kind) {
    AnomalySettings settings;
    kind.require("anomaly", "{ signal = \"…\" }");
    SettingsReader reader = kind.table("anomaly");
    reader.require("signal", "\"area.thing.aspect\"");
    reader.read("signal", settings.signal);
    read_side(reader, settings.direction);
    reader.read("sensitivity", settings.sensitivity, {0.1, 10});
    reader.read("row", settings.row);
    if (settings.row < std::chrono::seconds{1}) reader.complain("row", "must be at least 1s");
    reader.read("settles_after", settings.settles_after);
    read_bound(reader, "series_max", settings.series_max);
    reader.finish();
    require_sentence(kind, Phase::occurring);
    return settings;
}

}  // namespace foreshock::detectors
