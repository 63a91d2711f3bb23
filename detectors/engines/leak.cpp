#include "detectors/engines/leak.hpp"

#include <algorithm>
#include <cmath>

#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

constexpr Duration forget_after = std::chrono::hours{24};
constexpr Duration end_after = std::chrono::minutes{10};  // of silence: it is not coming back
constexpr Duration reading_age_max = std::chrono::minutes{5};
constexpr Duration age_slack = std::chrono::seconds{5};
constexpr double age_max = 1e9;  // seconds: beyond it, an age says nothing more

// A slot is the subject's number and what the series tells of it, or of the host.
enum Role : std::uint32_t { value, limit, load, age, host_limit, host_load, headroom, roles };

std::optional<Role> role_of(const LeakSettings& settings, const SeriesKey& key) {
    const auto is = [&key](const std::string& name) { return !name.empty() && key.signal == name; };
    if (is(settings.signal)) return value;
    if (is(settings.age)) return age;
    if (is(settings.limit)) return key.labels.empty() ? host_limit : limit;
    if (is(settings.load)) return key.labels.empty() ? host_load : load;
    if (is(settings.headroom) && key.labels.empty()) return headroom;
    return std::nullopt;
}

}  // namespace

LeakEngine::LeakEngine(const KindSettings& kind)
    : kind_(kind), settings_(std::get<LeakSettings>(kind.settings)) {}

std::optional<std::uint32_t> LeakEngine::attach(const SeriesKey& key) {
    const std::optional<Role> role = role_of(settings_, key);
    if (!role) return std::nullopt;
    if (*role >= host_limit) return *role;
    if (!is_wanted(kind_, key.labels)) return std::nullopt;
    const auto next = static_cast<std::uint32_t>(subjects_.size());
    const auto [entry, is_new] = by_labels_.try_emplace(key.labels, next);
    if (is_new) {
        subjects_.emplace_back().labels = &entry->first;
        subjects_.back().former = former_of(name_of(key.labels));
    }
    return entry->second * roles + *role;
}

SeriesKey LeakEngine::name_of(const Labels& labels) const {
    const auto& changing = settings_.life_labels;
    if (changing.empty()) return {settings_.signal, labels};
    std::vector<Labels::Pair> kept;
    for (const Labels::Pair& pair : labels.pairs())
        if (std::find(changing.begin(), changing.end(), pair.first) == changing.end())
            kept.push_back(pair);
    return {std::string{life_signal}, Labels::from_pairs(std::move(kept)).value_or(Labels{})};
}

FormerLives* LeakEngine::former_of(const SeriesKey& name) {
    const auto known = former_.find(name);
    if (known != former_.end()) return &known->second;
    if (former_.size() < settings_.series_max) return &former_[name];
    ++counters_.subjects_refused;
    return nullptr;
}

void LeakEngine::observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) {
    const auto role = static_cast<Role>(slot % roles);
    const bool of_host = role >= host_limit;
    const TimePoint before =
        of_host || role != value ? TimePoint::min() : subjects_[slot / roles].seen_at;
    if (!std::isfinite(sample.value) || sample.at <= before) {
        ++counters_.values_dropped;
        return;
    }
    const Reading reading{sample.value, sample.at};
    if (role == host_limit) host_limit_ = reading;
    if (role == host_load) host_load_ = reading;
    if (role == headroom) headroom_ = reading;
    if (of_host) return;
    Subject& subject = subjects_[slot / roles];
    if (role == limit) subject.limit = reading;
    if (role == load) subject.load = reading;
    if (role == age)
        set_age(subject, from_seconds(std::clamp(sample.value, 0.0, age_max)), sample.at, out);
    if (role != value) return;
    subject.seen_at = sample.at;
    judge(subject, sample.value, out);
}

/// An age that falls is another life.
void LeakEngine::set_age(Subject& subject, Duration age, TimePoint at, SymptomSink& out) {
    const bool is_new_life = subject.age && age + age_slack < *subject.age;
    if (is_new_life && subject.life) end_life(subject, "restarted", at, out);
    subject.age = age;
}

bool LeakEngine::ensure_life(Subject& subject) {
    if (subject.life) return true;
    if (lives_ >= settings_.series_max) {
        ++counters_.subjects_refused;
        return false;
    }
    const Duration age = subject.age.value_or(Duration{0});
    subject.life = std::make_unique<LeakLife>(settings_, subject.seen_at, age);
    ++lives_;
    return true;
}

void LeakEngine::judge(Subject& subject, double value, SymptomSink& out) {
    if (!ensure_life(subject)) return;
    LeakLife& life = *subject.life;
    FormerLives unknown;
    FormerLives& former = subject.former ? *subject.former : unknown;
    const std::optional<double> limit = limit_of(subject, value);
    const auto verdict =
        life.observe(settings_, former, subject.seen_at, {value, load_of(subject), limit});
    const LeakView view{kind_, *subject.labels, life, former, limit};
    if (!verdict.is_growing) {
        if (!subject.episode) return;
        out.say(subject.episode->cleared(kind_, verdict.reason, value, subject.seen_at));
        subject.episode.reset();
    } else if (!subject.episode) {
        subject.episode = std::make_unique<LeakEpisode>(view);
        out.say(subject.episode->raised());
    } else if (auto news = subject.episode->update(view)) {
        out.say(std::move(*news));
    }
}

std::optional<double> LeakEngine::limit_of(const Subject& subject, double value) const {
    if (settings_.limit_constant) return settings_.limit_constant;
    const auto fresh = [&subject](const std::optional<Reading>& reading) {
        return reading && reading->value > 0 && subject.seen_at - reading->at <= forget_after;
    };
    if (fresh(subject.limit)) return subject.limit->value;
    if (fresh(host_limit_)) return host_limit_->value;
    if (fresh(headroom_)) return value + headroom_->value;
    return std::nullopt;
}

std::optional<double> LeakEngine::load_of(const Subject& subject) const {
    for (const std::optional<Reading>& reading : {subject.load, host_load_})
        if (reading && subject.seen_at - reading->at <= reading_age_max) return reading->value;
    return std::nullopt;
}

void LeakEngine::end_life(Subject& subject, std::string_view reason, TimePoint now,
                          SymptomSink& out) {
    if (subject.former) subject.life->end(*subject.former);
    if (subject.episode)
        out.say(subject.episode->cleared(kind_, reason, subject.life->value(), now));
    subject.episode.reset();
    subject.life.reset();
    --lives_;
}

/// A subject that stays silent takes its symptom along. Where each life has its own labels, silence
/// is its end; elsewhere it may come back within a day and go on.
void LeakEngine::advance(TimePoint now, SymptomSink& out) {
    for (Subject& subject : subjects_) {
        if (!subject.life) continue;
        const Duration silent = now - subject.life->last_seen();
        if (silent <= std::max(gone_after(subject.life->interval()), end_after)) continue;
        const bool ends = !settings_.life_labels.empty() || subject.episode != nullptr;
        if (ends || silent > forget_after) end_life(subject, "subject_gone", now, out);
    }
}

void LeakEngine::save(std::vector<Learned>& out) const {
    for (const auto& [name, former] : former_) {
        if (former.ended == 0 && former.plateau_at == TimePoint{} && former.returned_times == 0)
            continue;
        StateWriter state;
        former.save(state);
        out.push_back(
            {kind_.kind, name, FormerLives::version, state.take(), former.describe(kind_.unit)});
    }
}

void LeakEngine::restore(const Learned& learned) {
    if (FormerLives* former = former_of(learned.subject)) former->restore(learned);
}

}  // namespace foreshock::detectors
