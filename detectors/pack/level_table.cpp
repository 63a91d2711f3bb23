#include "detectors/pack/engine_settings.hpp"
#include "detectors/pack/setting_values.hpp"

namespace foreshock::detectors {
namespace {

void read_needs(SettingsReader& reader, LevelSettings& settings) {
    for (SettingsReader& need : reader.tables("needs")) {
        LevelCondition condition;
        need.require("signal", "\"area.thing.aspect\"");
        need.read("signal", condition.signal);
        read_direction(need, condition.bad);
        need.require("value", "the value from which on it holds");
        need.read("value", condition.value, any_number);
        need.finish();
        settings.needs.push_back(std::move(condition));
    }
}

void read_bands(SettingsReader& reader, LevelSettings& settings) {
    reader.require("warning", "{ enter = …, leave = …, hold_for = \"2m\", clear_after = \"1m\" }");
    read_band(reader.table("warning"), settings.bad, settings.warning);
    if (!reader.has("critical")) return;
    settings.critical.emplace();
    read_band(reader.table("critical"), settings.bad, *settings.critical);
    const double gap = settings.critical->enter - settings.warning.enter;
    if (settings.bad == Direction::above ? gap < 0 : gap > 0)
        reader.complain("critical", "must lie further in than warning");
}

}  // namespace

LevelSettings read_level(SettingsReader& kind) {
    LevelSettings settings;
    kind.require("level", "{ signal = \"…\", warning = { … } }");
    SettingsReader reader = kind.table("level");
    reader.require("signal", "\"area.thing.aspect\"");
    reader.read("signal", settings.signal);
    read_direction(reader, settings.bad);
    read_bands(reader, settings);
    read_needs(reader, settings);
    read_phase(reader, settings.phase);
    read_bound(reader, "series_max", settings.series_max);
    reader.finish();
    require_sentence(kind, settings.phase);
    return settings;
}

}  // namespace foreshock::detectors
