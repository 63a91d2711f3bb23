#include <algorithm>

#include "core/number.hpp"
#include "detectors/pack/engine_settings.hpp"
#include "detectors/pack/setting_values.hpp"

namespace foreshock::detectors {
namespace {

void read_optional(SettingsReader& reader, std::string_view key, std::optional<double>& value) {
    if (!reader.has(key)) return;
    double number = 0;
    reader.read(key, number, any_number);
    value = number;
}

void read_names(SettingsReader& state, StateSettings& settings) {
    if (!state.has("names")) return;
    SettingsReader names = state.table("names");
    for (const std::string& key : names.keys()) {
        std::string name;
        names.read(key, name);
        const auto value = parse_double(key);
        if (value) settings.names.emplace_back(*value, std::move(name));
        if (!value) names.complain(key, "must be a value: names = { 0 = \"inactive\" }");
    }
    names.finish();
}

void read_flaps(SettingsReader& state, StateSettings& settings) {
    if (!state.has("flaps")) return;
    SettingsReader flaps = state.table("flaps");
    flaps.require("changes", "6");
    read_count(flaps, "changes", settings.flap_changes, {3, 64});
    flaps.read("within", settings.flap_window);
    flaps.finish();
}

void read_bad(SettingsReader& state, StateSettings& settings) {
    state.read("bad", settings.bad);
    read_optional(state, "bad_above", settings.bad_above);
    read_optional(state, "bad_below", settings.bad_below);
    state.read("critical", settings.critical);
    state.read("only_lower", settings.only_lower);
    state.read("unless_usual", settings.unless_usual);
    state.read("usual_after", settings.usual_after);
    state.read("accepted_after", settings.accepted_after);
    const bool has_list = state.has("bad") || state.has("bad_above") || state.has("bad_below");
    if (!has_list && !settings.unless_usual)
        state.complain("bad", "is missing; write bad = [1], bad_above, bad_below or unless_usual");
}

}  // namespace

StateSettings read_state(SettingsReader& kind) {
    StateSettings settings;
    kind.require("state", "{ signal = \"…\", bad = [1] }");
    SettingsReader reader = kind.table("state");
    reader.require("signal", "\"area.thing.aspect\"");
    reader.read("signal", settings.signal);
    read_bad(reader, settings);
    read_names(reader, settings);
    read_severity(reader, "severity", settings.severity);
    reader.read("hold_for", settings.hold_for);
    reader.read("clear_after", settings.clear_after);
    read_flaps(reader, settings);
    read_phase(reader, settings.phase);
    read_bound(reader, "series_max", settings.series_max);
    reader.finish();
    require_sentence(kind, settings.phase);
    return settings;
}

}  // namespace foreshock::detectors
