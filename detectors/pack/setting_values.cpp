#include "detectors/pack/setting_values.hpp"

namespace foreshock::detectors {

void read_bound(SettingsReader& reader, std::string_view key, std::size_t& bound) {
    read_count(reader, key, bound, {1, 100000});
}

void read_direction(SettingsReader& reader, Direction& bad) {
    std::string name = "above";
    reader.read("bad", name);
    if (name != "above" && name != "below")
        reader.complain("bad", "must be \"above\" or \"below\"");
    bad = name == "below" ? Direction::below : Direction::above;
}

void read_band(SettingsReader reader, Direction bad, Band& band) {
    reader.require("enter", "the value that is bad");
    reader.read("enter", band.enter, any_number);
    read_rest_of_band(std::move(reader), bad, band);
}

void read_rest_of_band(SettingsReader reader, Direction bad, Band& band) {
    band.leave = band.enter;
    reader.read("leave", band.leave, any_number);
    const bool crossed =
        bad == Direction::above ? band.leave > band.enter : band.leave < band.enter;
    if (crossed) reader.complain("leave", "must lie on the good side of enter");
    reader.require("hold_for", "\"2m\"");
    reader.read("hold_for", band.hold_for);
    band.clear_after = band.hold_for;
    reader.read("clear_after", band.clear_after);
    read_count(reader, "values_min", band.values_min, {1, Band::values_limit});
    read_count(reader, "lapses_max", band.lapses_max, {0, Band::lapses_limit});
    reader.finish();
}

void read_phase(SettingsReader& reader, Phase& phase) {
    std::string name{to_string(phase)};
    reader.read("phase", name);
    if (name == to_string(Phase::impending))
        phase = Phase::impending;
    else if (name == to_string(Phase::occurring))
        phase = Phase::occurring;
    else
        reader.complain("phase", "must be \"impending\" or \"occurring\"");
}

void read_severity(SettingsReader& reader, std::string_view key, Severity& severity) {
    std::string name{to_string(severity)};
    reader.read(key, name);
    for (const Severity each : {Severity::info, Severity::warning, Severity::critical}) {
        if (to_string(each) != name) continue;
        severity = each;
        return;
    }
    reader.complain(key, "must be \"info\", \"warning\" or \"critical\"");
}

void require_sentence(SettingsReader& kind, Phase phase) {
    kind.require(to_string(phase), "\"{component}: {value}\"");
}

}  // namespace foreshock::detectors
