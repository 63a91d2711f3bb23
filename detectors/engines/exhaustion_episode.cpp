#include "detectors/engines/exhaustion_episode.hpp"

#include <algorithm>
#include <cmath>

#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

constexpr Duration update_pause = std::chrono::seconds{10};
constexpr double moved_share = 0.2;
constexpr double far_factor = 10;  // of the horizon: the bound on a latest time that may never be

struct View {
    const KindSettings& kind;
    const ExhaustionSettings& settings;
    const Labels& labels;
    const ExhaustionPair& pair;
};

View view_of(const KindSettings& kind, const Labels& labels, const ExhaustionPair& pair) {
    return {kind, std::get<ExhaustionSettings>(kind.settings), labels, pair};
}

Forecast forecast_of(const View& view, const std::string& component) {
    const Trend& trend = view.pair.trend();
    const TimePoint judged = view.pair.trend_at();
    const TimePoint now = view.pair.last_seen();
    const double far = far_factor * to_seconds(view.settings.horizon);
    const auto at = [&](double seconds) {
        return std::max(now, judged + from_seconds(std::min(seconds, far)));
    };
    Forecast forecast;
    forecast.disruption = fill_text(view.kind.disruption, {{"component", component}}, view.labels);
    forecast.made_at = now;
    forecast.earliest = at(trend.earliest);
    forecast.expected = at(trend.expected);
    forecast.latest = at(trend.latest);
    forecast.confidence = trend.confidence;
    forecast.level = view.pair.usage();
    forecast.limit = view.pair.limit();
    forecast.slope_per_second = trend.recent_slope;
    return forecast;
}

std::string pace(const View& view) {
    const double slope = view.pair.trend().recent_slope;
    const bool slow = view.kind.unit != Unit::bytes && slope < 0.1;
    const double shown = slow ? slope * 3600 : slope;
    return describe_value(view.kind.unit, shown) + (slow ? " per hour" : "/s");
}

Fields fields_of(const View& view, const Symptom& symptom) {
    const double limit = view.pair.limit();
    Fields fields{{"component", symptom.subject.component},
                  {"usage", describe_value(view.kind.unit, view.pair.usage())},
                  {"limit", describe_value(view.kind.unit, limit)},
                  {"headroom", describe_value(view.kind.unit, limit - view.pair.usage())},
                  {"share", describe_value(Unit::ratio, view.pair.usage() / limit)}};
    if (symptom.forecast) {
        const Forecast& forecast = *symptom.forecast;
        const auto left = [&](TimePoint at) { return describe_duration(at - forecast.made_at); };
        fields.emplace_back("eta", left(forecast.expected));
        fields.emplace_back("earliest", left(forecast.earliest));
        fields.emplace_back("latest", left(forecast.latest));
        fields.emplace_back("slope", pace(view));
    }
    return fields;
}

std::string note_of(const View& view) {
    const Trend& trend = view.pair.trend();
    const auto span = [&](double share) {
        return describe_duration(from_seconds(trend.seconds() * share));
    };
    return "grew " + pace(view) + ", steady over the last " + span(0.25) + ", " + span(0.5) +
           " and " + span(1) + "; used up " + describe_value(Unit::ratio, trend.consumed) +
           " of what was free";
}

Evidence evidence_of(const View& view, bool impending) {
    Evidence evidence;
    evidence.signal = view.settings.usage;
    evidence.labels = view.labels;
    evidence.value = view.pair.usage();
    evidence.limit = view.pair.limit();
    evidence.window = view.pair.last_seen() - view.pair.first_sign();
    if (impending) evidence.note = note_of(view);
    return evidence;
}

Severity severity_of(const View& view, const Symptom& symptom) {
    if (!symptom.forecast) return Severity::critical;
    const Duration left = symptom.forecast->expected - symptom.observed_at;
    return left <= view.settings.critical_within ? Severity::critical : Severity::warning;
}

std::string relief_words(std::string_view reason) {
    if (reason == "growth_stopped") return "it has stopped growing";
    if (reason == "growth_reversed") return "it is falling again";
    if (reason == "forecast_receded") return "its limit is far away again";
    if (reason == "usage_fell") return "there is room again";
    return "it is no longer there";
}

/// Without its words.
Symptom judgement_now(const View& view) {
    Symptom symptom = symptom_of(view.kind, view.labels);
    const bool impending = view.pair.state() == ExhaustionPair::State::impending;
    symptom.phase = impending ? Phase::impending : Phase::occurring;
    symptom.observed_at = view.pair.last_seen();
    symptom.first_sign = view.pair.first_sign();
    if (impending) symptom.forecast = forecast_of(view, symptom.subject.component);
    symptom.severity = severity_of(view, symptom);
    return symptom;
}

Symptom put_into_words(Symptom symptom, const View& view) {
    const bool impending = symptom.phase == Phase::impending;
    symptom.evidence = {evidence_of(view, impending)};
    symptom.reason = impending ? "slopes_agree" : "limit_met";
    symptom.sentence = fill_text(impending ? view.kind.impending : view.kind.occurring,
                                 fields_of(view, symptom), view.labels);
    return symptom;
}

}  // namespace

ExhaustionEpisode::ExhaustionEpisode(const KindSettings& kind, const Labels& labels,
                                     const ExhaustionPair& pair)
    : said_(
          put_into_words(judgement_now(view_of(kind, labels, pair)), view_of(kind, labels, pair))) {
    said_.onset = said_.observed_at;
    said_.id = episode_id(said_, said_.onset);
}

std::optional<Symptom> ExhaustionEpisode::update(const KindSettings& kind, const Labels& labels,
                                                 const ExhaustionPair& pair) {
    const View view = view_of(kind, labels, pair);
    Symptom now = judgement_now(view);
    const bool same_phase = now.phase == said_.phase;
    if (!is_news(now) || (same_phase && pair.is_in_doubt())) return std::nullopt;
    now = put_into_words(std::move(now), view);
    now.status = SymptomStatus::updated;
    now.id = said_.id;
    now.onset = said_.onset;
    now.first_sign = said_.first_sign;
    said_ = now;
    return now;
}

bool ExhaustionEpisode::is_news(const Symptom& now) const {
    if (now.phase != said_.phase) return true;
    if (now.observed_at - said_.observed_at < update_pause) return false;
    if (now.severity != said_.severity) return true;
    if (!now.forecast || !said_.forecast) return false;
    if (now.forecast->expected <= now.observed_at) return false;  // overdue is no news each time
    const double moved = to_seconds(now.forecast->expected - said_.forecast->expected);
    const double left = to_seconds(now.forecast->expected - now.observed_at);
    return std::abs(moved) > std::max(moved_share * left, to_seconds(update_pause));
}

Symptom ExhaustionEpisode::cleared(std::string_view reason, const ExhaustionPair& pair,
                                   TimePoint now) const {
    const std::string how = std::string{relief_words(reason)} + "; last seen at " +
                            describe_value(Unit::ratio, pair.usage() / pair.limit()) +
                            " of its limit";
    Symptom last = detectors::cleared(said_, reason, now, how);
    last.evidence.front().value = pair.usage();
    last.evidence.front().limit = pair.limit();
    last.evidence.front().note.clear();
    return last;
}

}  // namespace foreshock::detectors
