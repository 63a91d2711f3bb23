#include "detectors/engines/exhaustion.hpp"

#include <algorithm>
#include <cmath>

#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

constexpr Duration forget_after = std::chrono::hours{24};
constexpr Duration age_slack = std::chrono::seconds{5};
constexpr double age_max = 1e9;  // seconds: beyond it, an age says nothing more

// A slot is the subject's number and what the series tells of it.
enum Role : std::uint32_t { usage, limit, age, roles };

std::optional<Role> role_of(const ExhaustionSettings& settings, std::string_view signal) {
    if (signal == settings.usage) return usage;
    if (signal == settings.limit) return limit;
    if (!settings.age.empty() && signal == settings.age) return age;
    return std::nullopt;
}

}  // namespace

ExhaustionEngine::ExhaustionEngine(const KindSettings& kind)
    : kind_(kind), settings_(std::get<ExhaustionSettings>(kind.settings)) {}

std::optional<std::uint32_t> ExhaustionEngine::attach(const SeriesKey& key) {
    const std::optional<Role> role = role_of(settings_, key.signal);
    if (!role) return std::nullopt;
    if (!is_wanted(kind_, key.labels)) return std::nullopt;
    const auto next = static_cast<std::uint32_t>(subjects_.size());
    const auto [entry, is_new] = by_labels_.try_emplace(key.labels, next);
    if (is_new) {
        subjects_.emplace_back();
        subjects_.back().labels = &entry->first;
        subjects_.back().limit = settings_.limit_constant;
    }
    return entry->second * roles + *role;
}

void ExhaustionEngine::observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) {
    Subject& subject = subjects_[slot / roles];
    const auto role = static_cast<Role>(slot % roles);
    const bool is_stale = role == usage && sample.at <= subject.usage_at;
    const bool is_empty_limit = role == limit && sample.value <= 0;
    if (!std::isfinite(sample.value) || is_stale || is_empty_limit) {
        ++counters_.values_dropped;
        return;
    }
    if (role == limit) subject.limit = sample.value;
    if (role == age) subject.age = from_seconds(std::clamp(sample.value, 0.0, age_max));
    if (role != usage) return;
    if (subject.usage) judge(subject, out);
    subject.usage = sample.value;
    subject.usage_at = sample.at;
}

void ExhaustionEngine::advance(TimePoint now, SymptomSink& out) {
    for (Subject& subject : subjects_) {
        if (subject.usage) judge(subject, out);
        if (subject.pair) forget_silent(subject, now, out);
    }
}

bool ExhaustionEngine::ensure_pair(Subject& subject) {
    if (subject.pair) return true;
    if (pairs_ >= settings_.pairs_max && !evict_silent(subject.usage_at)) {
        ++counters_.subjects_refused;
        return false;
    }
    subject.pair =
        std::make_unique<ExhaustionPair>(subject.usage_at, subject.age.value_or(Duration{0}));
    ++pairs_;
    return true;
}

/// What was restored belongs to a subject that has ended since, or to a clock that was ahead.
void ExhaustionEngine::drop_what_does_not_fit(Subject& subject) {
    if (!subject.pair || !subject.pair->is_resuming()) return;
    const TimePoint seen = subject.pair->last_seen();
    const bool began_since = subject.age && subject.usage_at - *subject.age > seen + age_slack;
    if (seen < subject.usage_at && !began_since) return;
    subject.pair.reset();
    --pairs_;
}

bool ExhaustionEngine::evict_silent(TimePoint now) {
    Subject* oldest = nullptr;
    for (Subject& each : subjects_) {
        if (!each.pair || each.episode) continue;
        if (now - each.pair->last_seen() <= gone_after(each.pair->interval())) continue;
        if (!oldest || each.pair->last_seen() < oldest->pair->last_seen()) oldest = &each;
    }
    if (!oldest) return false;
    oldest->pair.reset();
    --pairs_;
    return true;
}

void ExhaustionEngine::judge(Subject& subject, SymptomSink& out) {
    if (!subject.limit) return;
    const double usage = *subject.usage;
    subject.usage.reset();
    drop_what_does_not_fit(subject);
    if (!ensure_pair(subject)) return;
    ExhaustionPair& pair = *subject.pair;
    const auto verdict = pair.observe(settings_, subject.usage_at, usage, *subject.limit);
    if (verdict.state == ExhaustionPair::State::quiet) {
        if (!subject.episode) return;
        out.say(subject.episode->cleared(verdict.reason, pair, subject.usage_at));
        subject.episode.reset();
    } else if (!subject.episode) {
        subject.episode = std::make_unique<ExhaustionEpisode>(kind_, *subject.labels, pair);
        out.say(subject.episode->raised());
    } else if (auto news = subject.episode->update(kind_, *subject.labels, pair)) {
        out.say(std::move(*news));
    }
}

/// A vanished subject takes its symptom along at once, and what was learned of it after a day.
void ExhaustionEngine::forget_silent(Subject& subject, TimePoint now, SymptomSink& out) {
    const Duration silent = now - subject.pair->last_seen();
    if (subject.episode && silent > gone_after(subject.pair->interval())) {
        out.say(subject.episode->cleared("subject_gone", *subject.pair, now));
        subject.episode.reset();
        subject.pair->abandon();
    }
    if (silent <= forget_after) return;
    subject.pair.reset();
    --pairs_;
}

std::string ExhaustionEngine::describe(const ExhaustionPair& pair) const {
    std::string text = "at " + describe_value(Unit::ratio, pair.usage() / pair.limit()) +
                       " of its limit, watched for " +
                       describe_duration(pair.last_seen() - pair.born());
    if (const auto rise = pair.usual_rise())
        text += "; rose by " + describe_value(kind_.unit, rise->height) + " in " +
                describe_duration(from_seconds(rise->seconds)) + ", which came to nothing";
    return text;
}

void ExhaustionEngine::save(std::vector<Learned>& out) const {
    for (const Subject& subject : subjects_) {
        if (!subject.pair || (subject.age && !subject.pair->is_telling())) continue;
        out.push_back({kind_.kind,
                       {settings_.usage, *subject.labels},
                       ExhaustionPair::version,
                       subject.pair->save(),
                       describe(*subject.pair)});
    }
}

void ExhaustionEngine::restore(const Learned& learned) {
    const auto known = by_labels_.find(learned.subject.labels);
    if (known == by_labels_.end() || learned.subject.signal != settings_.usage) return;
    Subject& subject = subjects_[known->second];
    if (learned.version != ExhaustionPair::version || subject.pair) return;
    auto pair = ExhaustionPair::restore(learned.state);
    if (!pair) return;
    if (pairs_ >= settings_.pairs_max) {
        ++counters_.subjects_refused;
        return;
    }
    subject.pair = std::make_unique<ExhaustionPair>(std::move(*pair));
    ++pairs_;
}

}  // namespace foreshock::detectors
