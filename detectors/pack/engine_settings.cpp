#include "detectors/pack/engine_settings.hpp"

#include <limits>

namespace foreshock::detectors {
namespace {

constexpr double any = std::numeric_limits<double>::infinity();
constexpr NumberRange share{0, 1};
constexpr NumberRange any_number{-any, any};

void read_limit(SettingsReader& reader, ExhaustionSettings& settings) {
    reader.require("limit", "the signal of the limit in quotes, or a number");
    if (!reader.is_number("limit")) {
        reader.read("limit", settings.limit);
        return;
    }
    double limit = 1;
    reader.read("limit", limit, {1e-9, 1e18});
    settings.limit_constant = limit;
}

void read_shares(SettingsReader& reader, ExhaustionSettings& settings) {
    reader.read("headroom_consumed", settings.headroom_consumed, {0.05, 0.95});
    reader.read("share_min", settings.share_min, share);
    reader.read("growth_min", settings.growth_min, {0, any});
    reader.read("full_ratio", settings.full_ratio, {0.5, 1});
    reader.read("full_leave", settings.full_leave, share);
    if (settings.full_leave > settings.full_ratio)
        reader.complain("full_leave", "must not be larger than full_ratio");
}

void read_spans(SettingsReader& reader, ExhaustionSettings& settings) {
    reader.read("horizon", settings.horizon);
    reader.read("critical_within", settings.critical_within);
    reader.read("evidence_min", settings.evidence_min);
    reader.read("warm_up", settings.warm_up);
    reader.read("full_hold", settings.full_hold);
    reader.read("clear_after", settings.clear_after);
}

void read_bound(SettingsReader& reader, std::string_view key, std::size_t& bound) {
    double number = static_cast<double>(bound);
    reader.read(key, number, {1, 100000});
    bound = static_cast<std::size_t>(number);
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
    band.leave = band.enter;
    reader.read("leave", band.leave, any_number);
    const bool crossed =
        bad == Direction::above ? band.leave > band.enter : band.leave < band.enter;
    if (crossed) reader.complain("leave", "must lie on the good side of enter");
    reader.require("hold_for", "\"2m\"");
    reader.read("hold_for", band.hold_for);
    band.clear_after = band.hold_for;
    reader.read("clear_after", band.clear_after);
    reader.finish();
}

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

void read_phase(SettingsReader& reader, LevelSettings& settings) {
    std::string phase{to_string(settings.phase)};
    reader.read("phase", phase);
    if (phase == to_string(Phase::impending))
        settings.phase = Phase::impending;
    else if (phase != to_string(Phase::occurring))
        reader.complain("phase", "must be \"impending\" or \"occurring\"");
}

}  // namespace

ExhaustionSettings read_exhaustion(SettingsReader& kind) {
    ExhaustionSettings settings;
    kind.require("exhaustion", "{ usage = \"…\", limit = \"…\" }");
    SettingsReader reader = kind.table("exhaustion");
    reader.require("usage", "the signal of the usage in quotes");
    reader.read("usage", settings.usage);
    read_limit(reader, settings);
    reader.read("age", settings.age);
    read_shares(reader, settings);
    read_spans(reader, settings);
    read_bound(reader, "pairs_max", settings.pairs_max);
    reader.finish();
    return settings;
}

LevelSettings read_level(SettingsReader& kind) {
    LevelSettings settings;
    kind.require("level", "{ signal = \"…\", warning = { … } }");
    SettingsReader reader = kind.table("level");
    reader.require("signal", "\"area.thing.aspect\"");
    reader.read("signal", settings.signal);
    read_direction(reader, settings.bad);
    read_bands(reader, settings);
    read_needs(reader, settings);
    read_phase(reader, settings);
    read_bound(reader, "series_max", settings.series_max);
    reader.finish();
    return settings;
}

}  // namespace foreshock::detectors
