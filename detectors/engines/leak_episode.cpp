#include "detectors/engines/leak_episode.hpp"

#include <algorithm>
#include <cmath>

#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

constexpr Duration update_pause = std::chrono::minutes{10};
constexpr double moved_share = 0.2;
constexpr double grown_share = 1.5;
constexpr double interval_min = 0.1;
constexpr double latest_max = 10;  // times the expected: the bound on a moment that may never be

const LeakSettings& settings_of(const LeakView& view) {
    return std::get<LeakSettings>(view.kind.settings);
}

double grown(const LeakView& view) {
    return view.life.growth().level - view.life.first_level();
}

std::optional<Forecast> forecast_of(const LeakView& view, const std::string& component) {
    if (!view.limit) return std::nullopt;
    const LeakGrowth& growth = view.life.growth();
    const TimePoint now = view.life.last_seen();
    const double room = std::max(0.0, *view.limit - growth.level - growth.swing);
    const double expected = room / growth.slope;
    const double latest = growth.slope_low > 0 ? room / growth.slope_low : latest_max * expected;
    const auto at = [&](double seconds) {
        return std::max(now, view.life.growth_at() + from_seconds(seconds));
    };
    Forecast forecast;
    forecast.disruption = fill_text(view.kind.disruption, {{"component", component}}, view.labels);
    forecast.made_at = now;
    forecast.earliest = at(std::min(room / growth.slope_high, (1 - interval_min) * expected));
    forecast.expected = at(expected);
    forecast.latest = at(std::clamp(latest, (1 + interval_min) * expected, latest_max * expected));
    forecast.confidence = growth.confidence;
    forecast.level = view.life.value();
    forecast.limit = *view.limit;
    forecast.slope_per_second = growth.slope;
    return forecast;
}

/// In the largest unit of time that leaves a number above 1, at most a day.
std::string pace(const LeakView& view) {
    constexpr std::pair<double, std::string_view> spans[] = {
        {1, "/s"}, {60, " per minute"}, {3600, " per hour"}, {86400, " per day"}};
    const double enough = view.kind.unit == Unit::bytes ? 1048576 : 1;
    for (const auto& [seconds, name] : spans)
        if (view.life.growth().slope * seconds >= enough || seconds == 86400)
            return describe_value(view.kind.unit, view.life.growth().slope * seconds) +
                   std::string{name};
    return {};
}

std::string outlook(const LeakView& view, const Symptom& symptom) {
    if (!symptom.forecast) return "no limit is known, so nobody can say when it ends";
    const auto left = [&](TimePoint at) {
        return describe_duration(at - symptom.forecast->made_at);
    };
    return "at this pace it meets " + describe_value(view.kind.unit, *view.limit) + " in about " +
           left(symptom.forecast->expected) + " (between " + left(symptom.forecast->earliest) +
           " and " + left(symptom.forecast->latest) + ")";
}

Fields fields_of(const LeakView& view, const Symptom& symptom) {
    const auto value = [&](double number) { return describe_value(view.kind.unit, number); };
    return {{"component", symptom.subject.component},
            {"value", value(view.life.value())},
            {"growth", value(grown(view))},
            {"began", value(view.life.first_level())},
            {"rate", pace(view)},
            {"lasting", describe_duration(view.life.last_seen() - view.life.first_sign())},
            {"age", describe_duration(view.life.age())},
            {"former", view.former.describe(view.kind.unit)},
            {"outlook", outlook(view, symptom)}};
}

Evidence evidence_of(const LeakView& view) {
    Evidence evidence;
    evidence.signal = settings_of(view).signal;
    evidence.labels = view.labels;
    evidence.value = view.life.value();
    evidence.limit = view.limit;
    evidence.window = view.life.last_seen() - view.life.first_sign();
    evidence.note = "its floor grew " + pace(view) + " from " +
                    describe_value(view.kind.unit, view.life.first_level()) + ", under teeth of " +
                    describe_value(view.kind.unit, view.life.growth().swing) + "; " +
                    view.former.describe(view.kind.unit);
    return evidence;
}

Severity severity_of(const LeakView& view, const Symptom& symptom) {
    if (!symptom.forecast) return Severity::warning;
    const Duration left = symptom.forecast->expected - symptom.observed_at;
    return left <= settings_of(view).critical_within ? Severity::critical : Severity::warning;
}

Symptom symptom_now(const LeakView& view) {
    Symptom symptom = symptom_of(view.kind, view.labels);
    symptom.phase = Phase::impending;
    symptom.observed_at = symptom.onset = view.life.last_seen();
    symptom.first_sign = view.life.first_sign();
    symptom.forecast = forecast_of(view, symptom.subject.component);
    symptom.severity = severity_of(view, symptom);
    symptom.evidence = {evidence_of(view)};
    symptom.reason = "floor_grows";
    symptom.sentence = fill_text(view.kind.impending, fields_of(view, symptom), view.labels);
    return symptom;
}

std::string_view relief_words(std::string_view reason) {
    if (reason == "growth_stopped") return "it has stopped growing";
    if (reason == "growth_reversed") return "what it had taken is given back";
    if (reason == "restarted") return "it was restarted";
    return "it is no longer there";
}

}  // namespace

LeakEpisode::LeakEpisode(const LeakView& view)
    : said_(symptom_now(view)), said_growth_(grown(view)) {
    said_.id = episode_id(said_, said_.onset);
}

std::optional<Symptom> LeakEpisode::update(const LeakView& view) {
    if (view.life.growth_at() <= said_.observed_at) return std::nullopt;
    Symptom now = symptom_now(view);
    if (!is_news(now, grown(view))) return std::nullopt;
    now.status = SymptomStatus::updated;
    now.id = said_.id;
    now.onset = said_.onset;
    now.first_sign = std::min(now.first_sign, said_.first_sign);
    said_ = now;
    said_growth_ = grown(view);
    return now;
}

bool LeakEpisode::is_news(const Symptom& now, double growth) const {
    if (now.observed_at - said_.observed_at < update_pause) return false;
    if (now.severity != said_.severity) return true;
    if (growth > grown_share * said_growth_) return true;
    if (now.forecast.has_value() != said_.forecast.has_value()) return true;
    if (!now.forecast) return false;
    const double moved = to_seconds(now.forecast->expected - said_.forecast->expected);
    const double left = to_seconds(now.forecast->expected - now.observed_at);
    return std::abs(moved) > std::max(moved_share * left, to_seconds(update_pause));
}

Symptom LeakEpisode::cleared(const KindSettings& kind, std::string_view reason, double value,
                             TimePoint now) const {
    const std::string how =
        std::string{relief_words(reason)} + "; last seen at " + describe_value(kind.unit, value);
    Symptom last = detectors::cleared(said_, reason, now, how);
    last.evidence.front().value = value;
    last.evidence.front().note.clear();
    return last;
}

}  // namespace foreshock::detectors
