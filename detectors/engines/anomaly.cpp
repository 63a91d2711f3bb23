#include "detectors/engines/anomaly.hpp"

#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

constexpr std::uint32_t learned_version = 1;

}  // namespace

Worth AnomalyEngine::Subject::worth() const {
    if (said) return Worth::episode;
    const Duration learned = presence.seen_at() - first_at;
    return learned >= std::chrono::hours{24} ? Worth::learned : Worth::nothing;
}

AnomalyEngine::AnomalyEngine(const KindSettings& kind)
    : kind_(kind),
      settings_(std::get<AnomalySettings>(kind.settings)),
      subjects_(settings_.series_max, counters_, [this](const Labels& labels) {
          Subject subject;
          subject.labels = &labels;
          subject.judge = std::make_unique<AnomalyJudge>(settings_.sensitivity);
          return subject;
      }) {}

std::optional<std::uint32_t> AnomalyEngine::attach(const SeriesKey& key) {
    if (key.signal != settings_.signal || !is_wanted(kind_, key.labels)) return std::nullopt;
    return subjects_.attach(key.labels);
}

void AnomalyEngine::observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) {
    const auto told = subjects_.tell(slot, sample);
    if (!told) return;
    Subject& subject = *told.subject;
    if (subject.first_at == TimePoint{}) subject.first_at = sample.at;
    if (const auto over = subject.row.add(sample.at, sample.value, settings_.row))
        take_row(subject, *over, out);
}

void AnomalyEngine::advance(TimePoint now, SymptomSink& out) {
    for (Subject& subject : subjects_) {
        if (const auto over = subject.row.advance(now, settings_.row))
            take_row(subject, *over, out);
        if (subject.said && subject.presence.is_gone(now)) clear(subject, "subject_gone", now, out);
    }
}

bool AnomalyEngine::is_wanted_side(double value, UsualBounds usual) const {
    const double middle = usual.low + (usual.high - usual.low) / 2;
    switch (settings_.direction) {
        case AnomalySettings::Direction::above:
            return value > middle;
        case AnomalySettings::Direction::below:
            return value < middle;
        case AnomalySettings::Direction::both:
            return true;
    }
    return true;
}

void AnomalyEngine::take_row(Subject& subject, const AnomalyRow::Finished& row, SymptomSink& out) {
    // At the edges of a gap a row is a part of one, and its mean is not like the others'.
    const bool is_part = row.samples * 2 < subject.row_samples;
    subject.row_samples = (subject.row_samples + row.samples) / 2;
    if (is_part) return;
    subject.value = row.mean;
    const AnomalyVerdict verdict = subject.judge->observe(row.at, row.mean);
    if (!subject.said) {
        if (verdict.is_flagged) raise(subject, row.at, verdict, out);
        return;
    }
    const AnomalyEnd end = subject.episode->observe(row.at, row.mean, settings_.settles_after);
    if (end == AnomalyEnd::back_to_usual) clear(subject, "back_to_usual", row.at, out);
    if (end == AnomalyEnd::new_usual) clear(subject, "new_usual", row.at, out);
}

void AnomalyEngine::raise(Subject& subject, TimePoint at, const AnomalyVerdict& verdict,
                          SymptomSink& out) {
    const UsualBounds usual = subject.judge->usual_bounds();
    if (!is_wanted_side(subject.value, usual)) return;
    subject.episode = std::make_unique<AnomalyEpisode>(at, usual);
    Symptom symptom = symptom_of(kind_, *subject.labels);
    symptom.phase = Phase::occurring;
    symptom.severity = Severity::warning;
    symptom.status = SymptomStatus::raised;
    symptom.first_sign = symptom.onset = symptom.observed_at = at;
    symptom.id = episode_id(symptom, at);
    symptom.reason = "left_its_past";
    Evidence evidence{settings_.signal, *subject.labels, subject.value, {}, {}, {}};
    evidence.window = at - subject.first_at;
    evidence.note = describe_sign(verdict.sign, subject.value, usual, evidence.window);
    symptom.sentence = fill_text(kind_.occurring,
                                 {{"component", symptom.subject.component},
                                  {"value", describe_value(kind_.unit, subject.value)},
                                  {"low", describe_value(kind_.unit, usual.low)},
                                  {"high", describe_value(kind_.unit, usual.high)},
                                  {"why", evidence.note}},
                                 *subject.labels);
    symptom.evidence = {std::move(evidence)};
    subject.said = std::make_unique<Symptom>(symptom);
    out.say(std::move(symptom));
}

void AnomalyEngine::clear(Subject& subject, std::string_view reason, TimePoint at,
                          SymptomSink& out) {
    std::string how = "back in its usual range";
    if (reason == "new_usual") how = "this has become usual";
    if (reason == "subject_gone") how = "it is no longer there";
    how += ", at " + describe_value(kind_.unit, subject.value);
    Symptom last = cleared(std::move(*subject.said), reason, at, how);
    subject.said.reset();
    subject.episode.reset();
    last.evidence.front().value = subject.value;
    out.say(std::move(last));
}

void AnomalyEngine::save(std::vector<Learned>& out) const {
    for (const Subject& subject : subjects_) {
        if (subject.judge->rows_seen() == 0) continue;
        StateWriter state;
        state.put(subject.first_at);
        subject.judge->save(state);
        const UsualBounds usual = subject.judge->usual_bounds();
        const std::string summary =
            "usually " + describe_value(kind_.unit, usual.low) + " to " +
            describe_value(kind_.unit, usual.high) + ", of " +
            describe_duration(subject.presence.seen_at() - subject.first_at);
        out.push_back({kind_.kind,
                       {settings_.signal, *subject.labels},
                       learned_version,
                       state.take(),
                       summary});
    }
}

void AnomalyEngine::restore(const Learned& learned) {
    if (learned.version != learned_version) return;
    Subject* subject = subjects_.restore(learned.subject.labels);
    if (!subject) return;
    StateReader state{learned.state};
    const TimePoint first_at = state.get_time();
    if (subject->judge->restore(state)) subject->first_at = first_at;
}

}  // namespace foreshock::detectors
