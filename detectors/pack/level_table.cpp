#include "core/number.hpp"
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

/// "p99": the values do not go further in 99 % of a day.
void read_share(SettingsReader& enter, double& share) {
    std::string name = "p99";
    enter.read("learned", name);
    const auto percent = parse_double(std::string_view{name}.substr(name.starts_with('p') ? 1 : 0));
    if (!name.starts_with('p') || !percent || !(*percent >= 50) || !(*percent < 100))
        enter.complain("learned", "must be \"p50\" to \"p99.9\"");
    else
        share = *percent / 100;
}

void read_days(SettingsReader& enter, std::string_view key, NumberRange range, double& days) {
    constexpr Duration day = std::chrono::hours{24};
    auto span = std::chrono::duration_cast<Duration>(day * days);
    enter.read(key, span);
    days = to_seconds(span) / to_seconds(day);
    if (days < range.low || days > range.high || span % day != Duration{0})
        enter.complain(key, "must be \"" + describe_number(range.low) + "d\" to \"" +
                                describe_number(range.high) + "d\", in whole days");
}

/// What the bands of a kind share; `over` and `after` are days.
void read_range(SettingsReader& enter, LevelLearning& learning) {
    read_share(enter, learning.range.share);
    auto days = static_cast<double>(learning.range.days);
    read_days(enter, "over", {1, UsualRange::days_max}, days);
    learning.range.days = static_cast<std::size_t>(days);
    double days_min = learning.days_min;
    read_days(enter, "after", {1, UsualRange::days_max}, days_min);
    learning.days_min = static_cast<std::uint32_t>(days_min);
}

LearnedLimit read_limit(SettingsReader& enter, double& stock) {
    LearnedLimit limit;
    enter.require("default", "the limit until enough was seen");
    enter.read("default", stock, any_number);
    enter.read("factor", limit.factor, {1, 1000});
    if (enter.has("first_day_factor")) {
        enter.read("first_day_factor", limit.first_day_factor.emplace(1), {1, 1000});
    }
    for (const auto& [key, value] :
         {std::pair{"floor", &limit.floor}, std::pair{"ceiling", &limit.ceiling}}) {
        enter.require(key, "between them the limit may move");
        enter.read(key, *value, any_number);
    }
    if (!(0 < limit.floor && limit.floor <= stock && stock <= limit.ceiling))
        enter.complain("default", "must lie between floor and ceiling, and floor above 0");
    return limit;
}

bool is_learned(SettingsReader& band) {
    return band.has("enter") && !band.is_number("enter");
}

bool is_further_in(Direction bad, double inner, double outer) {
    return bad == Direction::above ? inner >= outer : inner <= outer;
}

void read_warning(SettingsReader band, LevelSettings& settings) {
    if (!is_learned(band)) return read_band(band, settings.bad, settings.warning);
    LevelLearning& learning = settings.learning.emplace();
    learning.range.bad = settings.bad;
    SettingsReader enter = band.table("enter");
    enter.require("learned", "\"p99\"");
    read_range(enter, learning);
    learning.warning = read_limit(enter, settings.warning.enter);
    if (learning.warning.first_day_factor && learning.days_min > 1)
        enter.complain("after", "must be \"1d\" with first_day_factor: then the first day is over");
    enter.finish();
    read_rest_of_band(band, settings.bad, settings.warning);
}

void read_critical(SettingsReader band, LevelSettings& settings) {
    Band& critical = settings.critical.emplace();
    if (!is_learned(band)) return read_band(band, settings.bad, critical);
    if (!settings.learning) {
        band.complain("enter", "can be learned only where that of warning is");
        return;
    }
    SettingsReader enter = band.table("enter");
    settings.learning->critical = read_limit(enter, critical.enter);
    if (settings.learning->critical->first_day_factor)
        enter.complain("first_day_factor", "is said with warning and holds for both");
    enter.finish();
    read_rest_of_band(band, settings.bad, critical);
}

/// Wherever the limits move, the second band lies further in.
bool are_in_order(const LevelSettings& settings) {
    const Direction bad = settings.bad;
    const double inner = settings.critical->enter;
    if (!is_further_in(bad, inner, settings.warning.enter)) return false;
    if (!settings.learning) return true;
    const LearnedLimit& outer = settings.learning->warning;
    const LearnedLimit fixed{outer.factor, inner, inner, {}};
    const LearnedLimit& critical = settings.learning->critical.value_or(fixed);
    return is_further_in(bad, critical.floor, outer.floor) &&
           is_further_in(bad, critical.ceiling, outer.ceiling) && critical.factor >= outer.factor;
}

void read_bands(SettingsReader& reader, LevelSettings& settings) {
    reader.require("warning", "{ enter = …, leave = …, hold_for = \"2m\", clear_after = \"1m\" }");
    read_warning(reader.table("warning"), settings);
    if (!reader.has("critical")) return;
    read_critical(reader.table("critical"), settings);
    if (!are_in_order(settings)) reader.complain("critical", "must lie further in than warning");
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
    reader.read("believed_for", settings.believed_for);
    reader.finish();
    require_sentence(kind, settings.phase);
    return settings;
}

}  // namespace foreshock::detectors
