#include "core/forecast_score.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace foreshock {
namespace {

constexpr auto verdict_names = std::to_array<std::string_view>(
    {"pending", "hit", "early", "late", "never", "prevented", "withdrawn", "unannounced"});

constexpr auto relief_reasons = std::to_array<std::string_view>({"growth_reversed", "usage_fell"});

// Ends that say nothing about whether the forecast was right.
constexpr auto lost_reasons =
    std::to_array<std::string_view>({"subject_gone", "pack_changed", "superseded"});

template <class Reasons>
bool is_one_of(const Reasons& reasons, std::string_view reason) {
    return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

/// How far the level is from the limit; a limit may lie below as well.
double room(const Forecast& first, double level, double limit) {
    return first.limit >= first.level ? limit - level : level - limit;
}

bool has_more_room(const Forecast& first, const Symptom& cleared) {
    if (cleared.evidence.empty() || !cleared.evidence.front().limit) return false;
    const Evidence& last = cleared.evidence.front();
    return room(first, last.value, *last.limit) > room(first, first.level, first.limit);
}

bool is_unannounced(const Symptom& symptom) {
    return symptom.status == SymptomStatus::raised && symptom.phase == Phase::occurring &&
           symptom.reason == "limit_met";
}

void settle(ScoredForecast& known, ForecastVerdict verdict, TimePoint at,
            std::vector<ScoredForecast>& changed) {
    known.verdict = verdict;
    known.settled_at = at;
    changed.push_back(known);
}

bool is_any_settled(const std::vector<ScoredForecast>& changed) {
    return std::any_of(changed.begin(), changed.end(),
                       [](const ScoredForecast& each) { return each.settled_at.has_value(); });
}

}  // namespace

std::string_view to_string(ForecastVerdict verdict) {
    return verdict_names.at(static_cast<std::size_t>(verdict));
}

std::optional<ForecastVerdict> parse_forecast_verdict(std::string_view text) {
    const auto* const found = std::find(verdict_names.begin(), verdict_names.end(), text);
    if (found == verdict_names.end()) return std::nullopt;
    return static_cast<ForecastVerdict>(found - verdict_names.begin());
}

Duration ScoredForecast::lead() const {
    if (!happened_at || !came_true(verdict)) return Duration{0};
    return std::max(Duration{0}, *happened_at - raised_at);
}

ForecastVerdict judge_time(const Forecast& first, TimePoint noticed_at, Duration notice_max) {
    if (noticed_at < first.earliest) return ForecastVerdict::late;
    if (noticed_at - notice_max > first.latest) return ForecastVerdict::early;
    return ForecastVerdict::hit;
}

ForecastVerdict judge_end(const Forecast& first, const Symptom& cleared) {
    if (is_one_of(lost_reasons, cleared.reason)) return ForecastVerdict::withdrawn;
    const bool is_relief =
        is_one_of(relief_reasons, cleared.reason) || has_more_room(first, cleared);
    return is_relief ? ForecastVerdict::prevented : ForecastVerdict::never;
}

void ForecastScorer::resume(ScoredForecast announcement) {
    Key key{announcement.subject.host, announcement.kind, announcement.subject.component};
    if (known_.size() < scoring_.forecasts_max) known_.emplace(key, std::move(announcement));
}

std::vector<ScoredForecast> ForecastScorer::hear(const Symptom& symptom) {
    Changed changed;
    if (known_.empty() && !symptom.forecast && !is_unannounced(symptom)) return changed;
    const Key key{symptom.subject.host, symptom.kind, symptom.subject.component};
    auto found = known_.find(key);
    if (found != known_.end() && found->second.verdict == ForecastVerdict::pending &&
        symptom.observed_at >= due(found->second)) {
        settle(found->second, found->second.if_over, symptom.observed_at, changed);
    }
    const bool is_another = symptom.status == SymptomStatus::raised && found != known_.end() &&
                            symptom.id != found->second.id;
    const bool is_stale = is_another && found->second.settled_at;
    if (is_stale) known_.erase(std::exchange(found, known_.end()));
    may_sweep_ = may_sweep_ || is_any_settled(changed);
    if (found == known_.end()) {
        begin(symptom, changed);
    } else if (symptom.status == SymptomStatus::cleared) {
        if (found->second.settled_at) {
            known_.erase(found);
        } else {
            take_back(found->second, symptom, changed);
        }
    } else if (!found->second.settled_at) {
        follow(found->second, symptom, changed);
    }
    may_sweep_ = may_sweep_ || is_any_settled(changed);
    return changed;
}

void ForecastScorer::begin(const Symptom& symptom, Changed& changed) {
    const bool is_forecast = symptom.phase == Phase::impending && symptom.forecast &&
                             symptom.status != SymptomStatus::cleared;
    if (!is_forecast && !is_unannounced(symptom)) return;
    if (!make_room()) return;
    ScoredForecast fresh;
    fresh.id = symptom.id;
    fresh.kind = symptom.kind;
    fresh.subject = symptom.subject;
    fresh.raised_at = is_forecast ? symptom.onset : symptom.observed_at;
    if (is_forecast) fresh.first = fresh.newest = *symptom.forecast;
    ScoredForecast& known =
        known_
            .insert_or_assign({symptom.subject.host, symptom.kind, symptom.subject.component},
                              std::move(fresh))
            .first->second;
    if (is_forecast) {
        changed.push_back(known);
        return;
    }
    known.happened_at = symptom.observed_at;
    settle(known, ForecastVerdict::unannounced, symptom.observed_at, changed);
}

void ForecastScorer::follow(ScoredForecast& known, const Symptom& symptom, Changed& changed) const {
    known.taken_back_at.reset();
    known.if_over = ForecastVerdict::never;
    if (symptom.phase == Phase::occurring) {
        known.happened_at = symptom.observed_at;
        return settle(known, judge_time(known.first, symptom.observed_at, scoring_.notice_max),
                      symptom.observed_at, changed);
    }
    if (symptom.forecast) known.newest = *symptom.forecast;
    changed.push_back(known);
}

void ForecastScorer::take_back(ScoredForecast& known, const Symptom& symptom,
                               Changed& changed) const {
    if (known.taken_back_at) return;
    known.taken_back_at = symptom.observed_at;
    known.if_over = judge_end(known.first, symptom);
    changed.push_back(known);
}

TimePoint ForecastScorer::due(const ScoredForecast& known) const {
    if (known.taken_back_at) return *known.taken_back_at + scoring_.second_thoughts;
    const Duration ahead = known.first.latest - known.raised_at;
    return known.first.latest + std::clamp(ahead, scoring_.patience_min, scoring_.patience_max);
}

std::vector<ScoredForecast> ForecastScorer::advance(TimePoint now) {
    Changed changed;
    for (auto entry = known_.begin(); entry != known_.end();) {
        ScoredForecast& known = entry->second;
        const bool is_due = !known.settled_at && now >= due(known);
        if (is_due) settle(known, known.if_over, now, changed);
        // An overdue one stays, so that the next word of its symptom does not begin another.
        const bool is_done = is_due && known.taken_back_at;
        entry = is_done ? known_.erase(entry) : std::next(entry);
    }
    may_sweep_ = may_sweep_ || is_any_settled(changed);
    return changed;
}

std::vector<ScoredForecast> ForecastScorer::lose_sight(std::string_view host, TimePoint at) {
    Changed changed;
    for (auto& [key, known] : known_) {
        if (std::get<0>(key) != host || known.settled_at || known.taken_back_at) continue;
        known.taken_back_at = at;
        known.if_over = ForecastVerdict::withdrawn;
        changed.push_back(known);
    }
    return changed;
}

void ForecastScorer::forget(const Subject& subject, const std::string& kind) {
    known_.erase({subject.host, kind, subject.component});
}

std::vector<ScoredForecast> ForecastScorer::open() const {
    std::vector<ScoredForecast> open;
    for (const auto& [key, known] : known_)
        if (!known.settled_at && !known.taken_back_at) open.push_back(known);
    return open;
}

/// Settled ones give way first.
bool ForecastScorer::make_room() {
    if (known_.size() < scoring_.forecasts_max) return true;
    if (std::exchange(may_sweep_, false))
        std::erase_if(known_,
                      [](const auto& entry) { return entry.second.settled_at.has_value(); });
    if (known_.size() < scoring_.forecasts_max) return true;
    ++refused_;
    return false;
}

}  // namespace foreshock
