#include "detectors/engines/level.hpp"

#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

constexpr Duration witness_age_max = std::chrono::minutes{1};
constexpr std::uint32_t state_version = 1;

}  // namespace

Worth LevelEngine::Subject::worth() const {
    if (said) return Worth::episode;
    return learned && learned->days_seen() > 0 ? Worth::learned : Worth::nothing;
}

LevelEngine::LevelEngine(const KindSettings& kind)
    : kind_(kind),
      settings_(std::get<LevelSettings>(kind.settings)),
      subjects_(settings_.series_max, counters_,
                [this](const Labels& labels) { return begin_subject(labels); }) {
    for (std::size_t need = 0; need < settings_.needs.size(); ++need)
        witnesses_.emplace_back(settings_.series_max, counters_,
                                [](const Labels& /*labels*/) { return Witness{}; });
}

LevelEngine::Subject LevelEngine::begin_subject(const Labels& labels) const {
    Subject subject;
    subject.labels = &labels;
    if (settings_.learning) subject.learned = std::make_unique<LearnedBands>(settings_);
    return subject;
}

// What a series tells of: a subject (0) or one of the needs (from 1).
std::uint32_t LevelEngine::roles() const {
    return static_cast<std::uint32_t>(settings_.needs.size() + 1);
}

std::optional<std::uint32_t> LevelEngine::attach(const SeriesKey& key) {
    if (key.signal == settings_.signal) {
        if (!is_wanted(kind_, key.labels)) return std::nullopt;
        return subjects_.attach(key.labels) * roles();
    }
    for (std::uint32_t role = 1; role < roles(); ++role)
        if (key.signal == settings_.needs[role - 1].signal)
            return witnesses_[role - 1].attach(key.labels) * roles() + role;
    return std::nullopt;
}

void LevelEngine::observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) {
    const std::uint32_t number = slot / roles();
    const std::uint32_t role = slot % roles();
    if (role > 0) {
        if (const auto told = witnesses_[role - 1].tell(number, sample))
            told.subject->value = sample.value;
        return;
    }
    const auto told = subjects_.tell(number, sample);
    if (!told) return;
    Subject& subject = *told.subject;
    subject.value = sample.value;
    if (subject.learned && subject.learned->observe(settings_, sample.at, sample.value))
        accept_usual(subject, sample.at, out);
    judge(subject, sample.at, out);
}

bool LevelEngine::needs_hold(const Subject& subject, TimePoint at) const {
    for (std::size_t need = 0; need < settings_.needs.size(); ++need)
        if (!need_holds(need, subject, at)) return false;
    return true;
}

bool LevelEngine::need_holds(std::size_t need, const Subject& subject, TimePoint at) const {
    const LevelCondition& condition = settings_.needs[need];
    const auto says = [&](const Labels& labels) {
        const Witness* witness = witnesses_[need].find(labels);
        return witness && at - witness->presence.seen_at() <= witness_age_max &&
               is_beyond(condition.bad, witness->value, condition.value);
    };
    return says({}) || says(*subject.labels);
}

const Band& LevelEngine::warning_of(const Subject& subject) const {
    return subject.learned ? subject.learned->warning() : settings_.warning;
}

const Band& LevelEngine::critical_of(const Subject& subject) const {
    return subject.learned ? subject.learned->critical() : *settings_.critical;
}

void LevelEngine::judge(Subject& subject, TimePoint at, SymptomSink& out) {
    const bool is_entering = is_beyond(settings_.bad, subject.value, warning_of(subject).enter);
    if (is_entering && !subject.warning.is_entered() && !needs_hold(subject, at)) {
        subject.warning.interrupt();
        subject.critical.interrupt();
        return;
    }
    subject.warning.observe(warning_of(subject), settings_.bad, at, subject.value);
    if (settings_.critical)
        subject.critical.observe(critical_of(subject), settings_.bad, at, subject.value);
    speak(subject, at, out);
}

void LevelEngine::speak(Subject& subject, TimePoint at, SymptomSink& out) {
    const bool is_entered = subject.warning.is_entered() || subject.critical.is_entered();
    if (!is_entered) {
        if (subject.said) clear(subject, "band_left", at, out);
        return;
    }
    const Severity severity = severity_of(subject);
    if (subject.said && subject.said->severity == severity) return;
    Symptom now = symptom_now(subject, at);
    if (subject.said) {
        now.status = SymptomStatus::updated;
        now.onset = subject.said->onset;
        now.first_sign = subject.said->first_sign;
        now.id = subject.said->id;
    }
    subject.said = std::make_unique<Symptom>(now);
    out.say(std::move(now));
}

void LevelEngine::clear(Subject& subject, std::string_view reason, TimePoint at, SymptomSink& out) {
    std::string how = "back to normal";
    if (reason == "subject_gone") how = "it is no longer there";
    if (reason == "became_usual") how = "usual at this host by now,";
    how += " at " + describe_value(kind_.unit, subject.value);
    Symptom last = cleared(std::move(*subject.said), reason, at, how);
    subject.said.reset();
    last.evidence.front().value = subject.value;
    out.say(std::move(last));
}

/// Limits have moved. An episode that they have left behind is over.
void LevelEngine::accept_usual(Subject& subject, TimePoint at, SymptomSink& out) {
    if (!subject.said || is_beyond(settings_.bad, subject.value, warning_of(subject).enter)) return;
    const double then = subject.said->evidence.front().limit.value_or(subject.value);
    if (!is_beyond(settings_.bad, subject.value, then)) return;
    subject.warning = subject.critical = BandState{};
    clear(subject, "became_usual", at, out);
}

Severity LevelEngine::severity_of(const Subject& subject) {
    return subject.critical.is_entered() ? Severity::critical : Severity::warning;
}

Symptom LevelEngine::symptom_now(const Subject& subject, TimePoint at) const {
    Symptom symptom = symptom_of(kind_, *subject.labels);
    const bool is_critical = subject.critical.is_entered();
    const Band& band = is_critical ? critical_of(subject) : warning_of(subject);
    symptom.phase = settings_.phase;
    symptom.severity = severity_of(subject);
    symptom.observed_at = symptom.onset = at;
    symptom.first_sign = is_critical ? subject.critical.since() : subject.warning.since();
    symptom.id = episode_id(symptom, at);
    symptom.reason = "band_entered";
    Evidence evidence{settings_.signal, *subject.labels, subject.value, band.enter, {}, {}};
    evidence.window = at - symptom.first_sign;
    evidence.note = "beyond its band for " + describe_duration(evidence.window);
    const Fields fields{{"component", symptom.subject.component},
                        {"value", describe_value(kind_.unit, subject.value)},
                        {"enter", describe_value(kind_.unit, band.enter)},
                        {"lasting", describe_duration(evidence.window)}};
    const std::string usual =
        subject.learned ? subject.learned->describe_usual(settings_, kind_.unit) : std::string{};
    if (!usual.empty())
        evidence.note += "; " + usual + "; limit now " + describe_value(kind_.unit, band.enter);
    symptom.evidence = {std::move(evidence)};
    const bool impending = settings_.phase == Phase::impending;
    symptom.sentence =
        fill_text(impending ? kind_.impending : kind_.occurring, fields, *subject.labels);
    if (!usual.empty()) symptom.sentence += "; " + usual;
    return symptom;
}

void LevelEngine::advance(TimePoint now, SymptomSink& out) {
    const Duration single = subjects_.single_patience(now, settings_.believed_for);
    for (Subject& subject : subjects_) {
        if (!subject.presence.is_gone(now, subject.said ? single : Presence::first_patience))
            continue;
        if (subject.said) clear(subject, "subject_gone", now, out);
        subject.warning = subject.critical = BandState{};
    }
}

void LevelEngine::save(std::vector<Learned>& out) const {
    for (const Subject& subject : subjects_) {
        if (!subject.learned || !subject.presence.is_seen()) continue;
        StateWriter state;
        subject.learned->save(state);
        out.push_back({kind_.kind,
                       {settings_.signal, *subject.labels},
                       state_version,
                       state.take(),
                       subject.learned->summary(settings_, kind_.unit)});
        out.back().limit = subject.learned->numbers(settings_);
    }
}

void LevelEngine::restore(const Learned& learned) {
    if (learned.version != state_version) return;
    Subject* subject = subjects_.restore(learned.subject.labels);
    if (!subject || !subject->learned) return;
    StateReader state{learned.state};
    subject->learned->restore(settings_, state);
}

}  // namespace foreshock::detectors
