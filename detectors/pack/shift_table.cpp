#include "detectors/pack/engine_settings.hpp"
#include "detectors/pack/setting_values.hpp"

namespace foreshock::detectors {
namespace {

void read_load(SettingsReader& reader, ShiftSettings& settings) {
    reader.read("load", settings.load);
    reader.read("load_min", settings.load_min, {0, infinite});
    if (reader.has("load_min") && settings.load.empty())
        reader.complain("load_min", "needs a load");
}

void read_effect(SettingsReader& reader, ShiftSettings& settings) {
    reader.read("ratio_min", settings.ratio_min, {1.1, 1000});
    reader.read("critical_ratio", settings.critical_ratio, {1.1, 1e6});
    reader.require("difference_min", "what matters at least, in the signal's unit");
    reader.read("difference_min", settings.difference_min, {1e-9, 1e18});
}

void read_spans(SettingsReader& reader, ShiftSettings& settings) {
    reader.read("slot", settings.slot);
    if (settings.slot < std::chrono::seconds{1}) {
        reader.complain("slot", "must be at least \"1s\"");
        settings.slot = std::chrono::seconds{1};
    }
    reader.read("learn_for", settings.learn_for);
    reader.read("hold_for", settings.hold_for);
    settings.clear_after = settings.hold_for;
    reader.read("clear_after", settings.clear_after);
    reader.read("accept_after", settings.accept_after);
}

}  // namespace

ShiftSettings read_shift(SettingsReader& kind) {
    ShiftSettings settings;
    kind.require("shift", "{ signal = \"…\", difference_min = … }");
    SettingsReader reader = kind.table("shift");
    reader.require("signal", "\"area.thing.aspect\"");
    reader.read("signal", settings.signal);
    read_load(reader, settings);
    read_direction(reader, settings.bad);
    read_effect(reader, settings);
    read_spans(reader, settings);
    read_phase(reader, settings.phase);
    read_bound(reader, "series_max", settings.series_max);
    reader.finish();
    require_sentence(kind, settings.phase);
    return settings;
}

}  // namespace foreshock::detectors
