#include "detectors/engines/shift.hpp"

#include <algorithm>
#include <cmath>

#include "core/number.hpp"
#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

constexpr Duration forget_after = std::chrono::hours{24 * 7};
constexpr Duration reading_age_max = std::chrono::minutes{5};
constexpr double critical_leave = 0.7;  // of critical_ratio: critical no more
constexpr Duration update_pause = std::chrono::minutes{10};

// A slot is the subject's number and what the series tells of it, or of the host.
enum Role : std::uint32_t { value, load, host_load, roles };

std::optional<Role> role_of(const ShiftSettings& settings, const SeriesKey& key) {
    if (key.signal == settings.signal) return value;
    if (settings.load.empty() || key.signal != settings.load) return std::nullopt;
    return key.labels.empty() ? host_load : load;
}

std::string_view relief_words(std::string_view reason) {
    if (reason == "new_normal") return "it has stayed so for so long that it counts as usual now";
    if (reason == "level_back") return "back to what is usual";
    return "it is no longer there";
}

}  // namespace

ShiftEngine::ShiftEngine(const KindSettings& kind)
    : kind_(kind), settings_(std::get<ShiftSettings>(kind.settings)) {}

std::optional<std::uint32_t> ShiftEngine::attach(const SeriesKey& key) {
    const std::optional<Role> role = role_of(settings_, key);
    if (!role) return std::nullopt;
    if (*role == host_load) return *role;
    if (!is_wanted(kind_, key.labels)) return std::nullopt;
    const auto next = static_cast<std::uint32_t>(subjects_.size());
    const auto [entry, is_new] = by_labels_.try_emplace(key.labels, next);
    if (is_new) subjects_.emplace_back().labels = &entry->first;
    return entry->second * roles + *role;
}

void ShiftEngine::observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) {
    const auto role = static_cast<Role>(slot % roles);
    const bool is_stale = role == value && sample.at <= subjects_[slot / roles].seen_at;
    if (!std::isfinite(sample.value) || is_stale) {
        ++counters_.values_dropped;
        return;
    }
    if (role == host_load) {
        host_load_ = {sample.value, sample.at};
        return;
    }
    Subject& subject = subjects_[slot / roles];
    if (role == load) {
        subject.load = {sample.value, sample.at};
        return;
    }
    subject.seen_at = sample.at;
    judge(subject, sample.value, out);
}

bool ShiftEngine::ensure_series(Subject& subject) {
    if (subject.series) return true;
    if (watched_ >= settings_.series_max) {
        ++counters_.subjects_refused;
        return false;
    }
    subject.series = std::make_unique<ShiftSeries>(settings_);
    ++watched_;
    return true;
}

std::optional<double> ShiftEngine::load_of(const Subject& subject) const {
    for (const std::optional<Reading>& reading : {subject.load, host_load_})
        if (reading && subject.seen_at - reading->at <= reading_age_max) return reading->value;
    return std::nullopt;
}

void ShiftEngine::judge(Subject& subject, double value, SymptomSink& out) {
    if (!ensure_series(subject)) return;
    const TimePoint at = subject.seen_at;
    const auto verdict = subject.series->observe(settings_, at, value, load_of(subject));
    if (verdict.state == ShiftSeries::State::shifted)
        speak(subject, at, out);
    else if (subject.said)
        clear(subject, verdict.reason, at, out);
}

void ShiftEngine::speak(Subject& subject, TimePoint at, SymptomSink& out) {
    if (subject.said && at - subject.said->observed_at < update_pause) return;
    Symptom now = symptom_now(subject, at);
    if (subject.said) {
        if (now.severity == subject.said->severity) return;
        now.status = SymptomStatus::updated;
        now.id = subject.said->id;
        now.onset = subject.said->onset;
    }
    subject.said = std::make_unique<Symptom>(now);
    out.say(std::move(now));
}

void ShiftEngine::clear(Subject& subject, std::string_view reason, TimePoint at, SymptomSink& out) {
    const double level = subject.series->level();
    const std::string how =
        std::string{relief_words(reason)} + "; last seen at " + describe_value(kind_.unit, level);
    Symptom last = cleared(std::move(*subject.said), reason, at, how);
    subject.said.reset();
    last.evidence.front().value = level;
    out.say(std::move(last));
}

/// How far off the usual, 1 or more on the bad side.
double ShiftEngine::times_usual(const ShiftSeries& series) const {
    const double usual = std::max(series.usual_level(), 1e-300);
    const double level = std::max(series.level(), 1e-300);
    return settings_.bad == Direction::above ? level / usual : usual / level;
}

Symptom ShiftEngine::symptom_now(const Subject& subject, TimePoint at) const {
    const ShiftSeries& series = *subject.series;
    const double times = times_usual(series);
    const bool was_critical = subject.said && subject.said->severity == Severity::critical;
    const double critical = settings_.critical_ratio * (was_critical ? critical_leave : 1);
    const bool is_critical = critical > 0 && times >= critical;
    Symptom symptom = symptom_of(kind_, *subject.labels);
    symptom.phase = settings_.phase;
    symptom.severity = is_critical ? Severity::critical : Severity::warning;
    symptom.observed_at = symptom.onset = at;
    symptom.first_sign = series.since();
    symptom.id = episode_id(symptom, at);
    symptom.reason = "level_shifted";
    Evidence evidence{settings_.signal,     *subject.labels,     series.level(),
                      series.usual_level(), at - series.since(), {}};
    const std::string lasting = describe_duration(evidence.window);
    const std::string shown_times = describe_number(std::round(times * 10) / 10);
    evidence.note = "for " + lasting + " at " + shown_times + " times what was usual" +
                    (settings_.load.empty() ? "" : " at the same load");
    const Fields fields{{"component", symptom.subject.component},
                        {"value", describe_value(kind_.unit, series.level())},
                        {"usual", describe_value(kind_.unit, series.usual_level())},
                        {"times", shown_times},
                        {"load", describe_number(series.load())},
                        {"lasting", lasting}};
    symptom.evidence = {std::move(evidence)};
    const bool impending = settings_.phase == Phase::impending;
    symptom.sentence =
        fill_text(impending ? kind_.impending : kind_.occurring, fields, *subject.labels);
    return symptom;
}

void ShiftEngine::advance(TimePoint now, SymptomSink& out) {
    for (Subject& subject : subjects_) {
        if (!subject.series) continue;
        const Duration silent = now - subject.seen_at;
        const Duration patience = std::max(gone_after(subject.series->interval()),
                                           settings_.slot * static_cast<int>(ShiftSeries::slots));
        if (silent <= patience) continue;
        if (subject.said) clear(subject, "subject_gone", now, out);
        subject.series->interrupt();
        if (silent <= forget_after) continue;
        subject.series.reset();
        --watched_;
    }
}

void ShiftEngine::save(std::vector<Learned>& out) const {
    for (const Subject& subject : subjects_) {
        if (!subject.series || subject.series->last_seen() == TimePoint{}) continue;
        StateWriter state;
        subject.series->save(state);
        out.push_back({kind_.kind,
                       {settings_.signal, *subject.labels},
                       ShiftReference::version,
                       state.take(),
                       "usually " + describe_value(kind_.unit, subject.series->usual_level())});
    }
}

void ShiftEngine::restore(const Learned& learned) {
    const auto known = by_labels_.find(learned.subject.labels);
    if (known == by_labels_.end() || learned.subject.signal != settings_.signal) return;
    Subject& subject = subjects_[known->second];
    if (ensure_series(subject)) subject.series->restore(learned);
}

}  // namespace foreshock::detectors
