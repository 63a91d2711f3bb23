#include "detectors/engines/missing_series.hpp"

#include <algorithm>

#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {

MissingSeriesEngine::MissingSeriesEngine(const KindSettings& kind)
    : kind_(kind), settings_(std::get<InventorySettings>(kind.settings)) {}

Labels MissingSeriesEngine::identity_of(const Labels& labels) const {
    const std::vector<std::string>& same = settings_.same;
    if (same.empty()) return labels;
    std::vector<Labels::Pair> pairs;
    for (const Labels::Pair& pair : labels.pairs())
        if (std::find(same.begin(), same.end(), pair.first) != same.end()) pairs.push_back(pair);
    auto kept = Labels::from_pairs(std::move(pairs));
    return kept && !kept->empty() ? *kept : labels;
}

std::optional<std::uint32_t> MissingSeriesEngine::attach(const SeriesKey& key) {
    if (key.signal != settings_.signal || !is_wanted(kind_, key.labels)) return std::nullopt;
    const auto known = by_labels_.find(key.labels);
    if (known != by_labels_.end()) return known->second;
    Labels identity = identity_of(key.labels);
    const bool is_new = !subjects_.contains(identity);
    const bool is_full = by_slot_.size() >= settings_.subjects_max ||
                         (is_new && subjects_.size() >= settings_.subjects_max);
    if (is_full) {
        ++counters_.subjects_refused;
        return std::nullopt;
    }
    const auto next = static_cast<std::uint32_t>(by_slot_.size());
    by_slot_.push_back(&subjects_[std::move(identity)]);
    by_labels_.emplace(key.labels, next);
    return next;
}

void MissingSeriesEngine::observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) {
    Subject& subject = *by_slot_[slot];
    if (sample.at < subject.presence.seen_at()) {
        ++counters_.values_dropped;
        return;
    }
    subject.presence.see(sample.at);
    if (subject.known_since == TimePoint{} || subject.known_since > sample.at)
        subject.known_since = sample.at;
    if (subject.said) clear(subject, "returned", sample.at, out);
}

bool MissingSeriesEngine::is_blind() const {
    return std::none_of(subjects_.begin(), subjects_.end(),
                        [](const auto& each) { return each.second.presence.is_seen(); });
}

void MissingSeriesEngine::advance(TimePoint now, SymptomSink& out) {
    if (begun_ == TimePoint{}) begun_ = now;
    if (now >= judged_at_ && now - judged_at_ < judge_every) return;
    judged_at_ = now;
    if (now - begun_ >= settle + settings_.hold_for && !is_blind()) judge(now, out);
}

void MissingSeriesEngine::judge(TimePoint now, SymptomSink& out) {
    auto open = std::count_if(subjects_.begin(), subjects_.end(),
                              [](const auto& each) { return each.second.said != nullptr; });
    for (auto each = subjects_.begin(); each != subjects_.end();) {
        Subject& subject = each->second;
        const bool is_missing = !subject.presence.is_seen();
        const bool is_accepted = now - begun_ >= settings_.accepted_after;
        if (is_missing && is_accepted) {
            if (subject.said) clear(subject, "accepted", now, out);
            const bool is_attached =
                std::find(by_slot_.begin(), by_slot_.end(), &subject) != by_slot_.end();
            each = is_attached ? std::next(each) : subjects_.erase(each);
            continue;
        }
        const bool may_open = static_cast<std::size_t>(open) < settings_.open_max;
        if (is_missing && !subject.said && may_open) {
            speak(each->first, subject, now, out);
            ++open;
        }
        ++each;
    }
}

void MissingSeriesEngine::speak(const Labels& labels, Subject& subject, TimePoint now,
                                SymptomSink& out) const {
    Symptom symptom = symptom_of(kind_, labels);
    symptom.phase = Phase::occurring;
    symptom.severity = settings_.severity;
    symptom.observed_at = symptom.onset = now;
    symptom.first_sign = std::min(begun_, now);
    symptom.id = episode_id(symptom, now);
    symptom.reason = "missing";
    const Duration lasting = now - begun_;
    Evidence evidence{settings_.signal, labels, 0, {}, lasting, {}};
    evidence.note = "known since " + format_rfc3339(subject.known_since).substr(0, 10);
    symptom.evidence = {std::move(evidence)};
    const Fields fields{{"component", symptom.subject.component},
                        {"lasting", describe_duration(lasting)}};
    symptom.sentence = fill_text(kind_.occurring, fields, labels);
    subject.said = std::make_unique<Symptom>(symptom);
    out.say(std::move(symptom));
}

void MissingSeriesEngine::clear(Subject& subject, std::string_view reason, TimePoint now,
                                SymptomSink& out) {
    Symptom last = std::move(*subject.said);
    subject.said.reset();
    last.status = SymptomStatus::cleared;
    last.observed_at = std::max(now, last.observed_at);
    last.reason = reason;
    const std::string_view how = reason == "returned"
                                     ? "it is there again"
                                     : "it has been away for so long that it counts as given up";
    last.sentence = last.subject.component + ": over, " + std::string{how};
    out.say(std::move(last));
}

SeriesKey MissingSeriesEngine::learned_key() const {
    return {"fact", Labels{{"signal", settings_.signal}}};
}

/// What is there, what is still missed, and what was there and is waited for: nothing that went
/// while somebody looked.
void MissingSeriesEngine::save(std::vector<Learned>& out) const {
    StateWriter writer;
    std::uint32_t count = 0;
    for (const auto& [labels, subject] : subjects_) {
        const bool is_lost = subject.presence.is_seen() && subject.presence.is_gone(judged_at_);
        const bool is_fresh =
            subject.presence.is_seen() && judged_at_ - subject.known_since < settings_.known_for;
        if (is_lost || is_fresh || subject.known_since == TimePoint{}) continue;
        writer.put(std::string_view{labels.text()});
        writer.put(subject.known_since);
        ++count;
    }
    if (count == 0) return;
    Learned learned;
    learned.kind = kind_.kind;
    learned.subject = learned_key();
    learned.version = version;
    learned.state = writer.take();
    learned.summary = std::to_string(count) + " belong to this host";
    out.push_back(std::move(learned));
}

void MissingSeriesEngine::restore(const Learned& learned) {
    if (learned.version != version || learned.subject != learned_key()) return;
    StateReader reader{learned.state};
    std::map<Labels, TimePoint> read;
    while (!reader.is_complete() && !reader.failed()) {
        const auto labels = Labels::parse(reader.get_text());
        const TimePoint known_since = reader.get_time();
        if (!labels || reader.failed() || read.size() >= settings_.subjects_max) return;
        read.emplace(*labels, known_since);
    }
    if (reader.failed()) return;
    for (const auto& [labels, known_since] : read)
        if (is_wanted(kind_, labels)) subjects_[labels].known_since = known_since;
}

}  // namespace foreshock::detectors
