#include "detectors/engines/missing_series.hpp"

#include <algorithm>

#include "detectors/identity.hpp"
#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {

bool MissingSeriesEngine::Subject::is_missing() const {
    return known_since != TimePoint{} && !presence.is_seen();
}

Worth MissingSeriesEngine::Subject::worth() const {
    return said || is_missing() ? Worth::episode : Worth::nothing;
}

MissingSeriesEngine::MissingSeriesEngine(const KindSettings& kind)
    : kind_(kind),
      settings_(std::get<InventorySettings>(kind.settings)),
      subjects_(settings_.subjects_max, counters_, [](const Labels& labels) {
          return Subject{&labels, {}, {}, {}};
      }) {}

std::optional<std::uint32_t> MissingSeriesEngine::attach(const SeriesKey& key) {
    if (key.signal != settings_.signal || !is_wanted(kind_, key.labels)) return std::nullopt;
    return subjects_.attach(identity_of(key.labels, settings_.same));
}

void MissingSeriesEngine::observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) {
    // Other series with the same identity have values at the same time.
    if (const Subject* known = subjects_.find(slot);
        known && known->presence.seen_at() == sample.at)
        return;
    const auto told = subjects_.tell(slot, sample);
    if (!told) return;
    Subject& subject = *told.subject;
    if (subject.known_since == TimePoint{} || subject.known_since > sample.at)
        subject.known_since = sample.at;
    if (subject.said) clear(subject, "returned", sample.at, out);
}

bool MissingSeriesEngine::is_blind() const {
    return std::none_of(subjects_.begin(), subjects_.end(),
                        [](const Subject& each) { return each.presence.is_seen(); });
}

void MissingSeriesEngine::advance(TimePoint now, SymptomSink& out) {
    if (begun_ == TimePoint{}) begun_ = now;
    if (now >= judged_at_ && now - judged_at_ < judge_every) return;
    judged_at_ = now;
    if (now - begun_ >= settle + settings_.hold_for && !is_blind()) judge(now, out);
}

void MissingSeriesEngine::judge(TimePoint now, SymptomSink& out) {
    auto open = std::count_if(subjects_.begin(), subjects_.end(),
                              [](const Subject& each) { return each.said != nullptr; });
    for (Subject& subject : subjects_) {
        if (!subject.is_missing()) continue;
        if (now - begun_ >= settings_.accepted_after) {
            if (subject.said) clear(subject, "accepted", now, out);
            subject.known_since = TimePoint{};
        } else if (!subject.said && static_cast<std::size_t>(open) < settings_.open_max) {
            speak(subject, now, out);
            ++open;
        }
    }
}

void MissingSeriesEngine::speak(Subject& subject, TimePoint now, SymptomSink& out) const {
    const Labels& labels = *subject.labels;
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
    const std::string_view how = reason == "returned"
                                     ? "it is there again"
                                     : "it has been away for so long that it counts as given up";
    out.say(cleared(std::move(*subject.said), reason, now, how));
    subject.said.reset();
}

SeriesKey MissingSeriesEngine::learned_key() const {
    return {"fact", Labels{{"signal", settings_.signal}}};
}

/// What is there, what is still missed, and what was there and is waited for: nothing that went
/// while somebody looked.
void MissingSeriesEngine::save(std::vector<Learned>& out) const {
    StateWriter writer;
    std::uint32_t count = 0;
    for (const Subject& subject : subjects_) {
        const bool is_lost = subject.presence.is_seen() && subject.presence.is_gone(judged_at_);
        const bool is_fresh =
            subject.presence.is_seen() && judged_at_ - subject.known_since < settings_.known_for;
        if (is_lost || is_fresh || subject.known_since == TimePoint{}) continue;
        writer.put(std::string_view{subject.labels->text()});
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
    for (const auto& [labels, known_since] : read) {
        if (!is_wanted(kind_, labels)) continue;
        subjects_.attach(labels);
        if (Subject* subject = subjects_.restore(labels)) subject->known_since = known_since;
    }
}

}  // namespace foreshock::detectors
