#include "detectors/engines/state.hpp"

#include <algorithm>

#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

bool holds(const std::vector<double>& values, double value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace

Worth StateEngine::Subject::worth() const {
    if (said) return Worth::episode;
    return usual.life() >= std::chrono::hours{24} ? Worth::learned : Worth::nothing;
}

StateEngine::StateEngine(const KindSettings& kind)
    : kind_(kind),
      settings_(std::get<StateSettings>(kind.settings)),
      band_{1, 0.5, settings_.hold_for, settings_.clear_after},
      subjects_(settings_.series_max, counters_, [this](const Labels& labels) {
          const FlapCount flaps{settings_.flap_changes, settings_.flap_window};
          return Subject{&labels, {}, {}, flaps, {}};
      }) {}

std::optional<std::uint32_t> StateEngine::attach(const SeriesKey& key) {
    if (key.signal != settings_.signal || !is_wanted(kind_, key.labels)) return std::nullopt;
    return subjects_.attach(key.labels);
}

void StateEngine::observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) {
    const auto told = subjects_.tell(slot, sample);
    if (!told) return;
    Subject& subject = *told.subject;
    const bool is_first = told.before == TimePoint{};
    if (settings_.unless_usual) learn(subject, told.step, sample.at);
    subject.value = sample.value;
    const bool was_bad = std::exchange(subject.is_bad, is_bad(subject));
    if (!is_first && was_bad != subject.is_bad) subject.flaps.change(sample.at);
    subject.band.observe(band_, Direction::above, sample.at, subject.is_bad ? 1 : 0);
    speak(subject, sample.at, out);
}

/// An open episode teaches nothing until it has lasted so long that it is how things are.
void StateEngine::learn(Subject& subject, Duration step, TimePoint at) {
    if (!subject.said) {
        subject.usual.spend(subject.value, step);
    } else if (at - subject.said->onset >= settings_.accepted_after && subject.is_bad) {
        subject.usual.accept(subject.value, settings_.usual_after);
    }
}

bool StateEngine::is_listed(double value) const {
    return holds(settings_.bad, value) || (settings_.bad_above && value > *settings_.bad_above) ||
           (settings_.bad_below && value < *settings_.bad_below);
}

bool StateEngine::is_bad(const Subject& subject) const {
    const bool has_list = !settings_.bad.empty() || settings_.bad_above || settings_.bad_below;
    if (has_list && !is_listed(subject.value)) return false;
    if (!settings_.unless_usual) return true;
    if (has_list) return subject.usual.share(subject.value) < UsualValue::usual_share;
    const auto usual = subject.usual.usual();
    if (!usual || subject.usual.life() < settings_.usual_after) return false;
    return settings_.only_lower ? subject.value < *usual : subject.value != *usual;
}

void StateEngine::speak(Subject& subject, TimePoint at, SymptomSink& out) {
    const bool flaps = subject.flaps.is_flapping(at);
    if (!subject.band.is_entered() && !flaps) {
        if (subject.said) clear(subject, "state_left", at, out);
        return;
    }
    if (subject.said && !subject.is_bad) return;
    Symptom now = symptom_now(subject, flaps, at);
    if (subject.said) {
        const Symptom& before = *subject.said;
        now.severity = std::max(now.severity, before.severity);
        const bool is_news = now.severity != before.severity || now.reason != before.reason;
        if (!is_news || at - before.observed_at < update_pause) return;
        now.status = SymptomStatus::updated;
        now.onset = before.onset;
        now.first_sign = before.first_sign;
        now.id = before.id;
    }
    subject.said = std::make_unique<Symptom>(now);
    out.say(std::move(now));
}

void StateEngine::clear(Subject& subject, std::string_view reason, TimePoint at,
                        SymptomSink& out) const {
    const bool is_accepted = reason == "state_left" && settings_.unless_usual &&
                             at - subject.said->onset >= settings_.accepted_after &&
                             subject.usual.usual() == subject.value;
    std::string how = "now " + name_of(subject.value);
    if (reason == "subject_gone") how = "it is no longer there";
    if (is_accepted) how = name_of(subject.value) + " for so long that it counts as usual";
    Symptom last = cleared(std::move(*subject.said), is_accepted ? "accepted" : reason, at, how);
    subject.said.reset();
    last.evidence.front().value = subject.value;
    out.say(std::move(last));
}

Severity StateEngine::severity_of(const Subject& subject) const {
    return holds(settings_.critical, subject.value) ? Severity::critical : settings_.severity;
}

std::string StateEngine::name_of(double value) const {
    for (const auto& [named, name] : settings_.names)
        if (named == value) return name;
    return describe_value(kind_.unit, value);
}

Symptom StateEngine::symptom_now(const Subject& subject, bool flaps, TimePoint at) const {
    Symptom symptom = symptom_of(kind_, *subject.labels);
    const bool lasts = subject.band.is_entered();
    symptom.phase = settings_.phase;
    symptom.severity = severity_of(subject);
    symptom.observed_at = symptom.onset = at;
    symptom.first_sign = lasts ? std::min(subject.band.since(), at) : at;
    symptom.id = episode_id(symptom, at);
    symptom.reason = flaps ? "flaps" : "state_entered";
    const Duration lasting = at - symptom.first_sign;
    const std::string name = name_of(subject.value);
    const std::string flapping = std::to_string(subject.flaps.changes()) + " changes within " +
                                 describe_duration(settings_.flap_window) + ", now " + name;
    const std::string since =
        lasting > Duration{0} ? name + " for " + describe_duration(lasting) : name;
    const auto usual = subject.usual.usual();
    const Fields fields{{"component", symptom.subject.component},
                        {"value", name},
                        {"state", flaps ? flapping : since},
                        {"usual", usual ? name_of(*usual) : "unknown"},
                        {"lasting", describe_duration(lasting)}};
    Evidence evidence{settings_.signal, *subject.labels, subject.value, {}, lasting, {}};
    evidence.note = flaps ? flapping : since;
    if (usual) evidence.note += ", usually " + name_of(*usual);
    symptom.evidence = {std::move(evidence)};
    const bool impending = settings_.phase == Phase::impending;
    symptom.sentence =
        fill_text(impending ? kind_.impending : kind_.occurring, fields, *subject.labels);
    return symptom;
}

void StateEngine::advance(TimePoint now, SymptomSink& out) {
    const Duration single = subjects_.single_patience(now);
    for (Subject& subject : subjects_) {
        if (!subject.presence.is_seen()) continue;
        if (!subject.presence.is_gone(now, subject.said ? single : Presence::first_patience))
            continue;
        if (subject.said) clear(subject, "subject_gone", now, out);
        subject.band = BandState{};
        subject.flaps.forget();
    }
}

void StateEngine::save(std::vector<Learned>& out) const {
    if (!settings_.unless_usual) return;
    for (const Subject& subject : subjects_) {
        if (subject.usual.life() <= Duration{0}) continue;
        Learned learned;
        learned.kind = kind_.kind;
        learned.subject = {settings_.signal, *subject.labels};
        learned.version = UsualValue::version;
        learned.state = subject.usual.save();
        const auto usual = subject.usual.usual();
        learned.summary = (usual ? "usually " + name_of(*usual) : "no usual value") + ", of " +
                          describe_duration(subject.usual.life());
        out.push_back(std::move(learned));
    }
}

void StateEngine::restore(const Learned& learned) {
    if (learned.version != UsualValue::version) return;
    if (Subject* subject = subjects_.restore(learned.subject.labels))
        subject->usual.restore(learned.state);
}

}  // namespace foreshock::detectors
