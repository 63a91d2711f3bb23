#include "detectors/engines/cadence.hpp"

#include <algorithm>
#include <cmath>

#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

/// The times of one event waver by so much between two looks at it.
constexpr Duration waver = std::chrono::seconds{5};

constexpr double seconds_max = 1e10;  // as Unix time: in the year 2286

}  // namespace

Worth CadenceEngine::Subject::worth() const {
    if (said) return Worth::episode;
    return rhythm.intervals() > 0 || runs.runs() > 0 ? Worth::learned : Worth::nothing;
}

CadenceEngine::CadenceEngine(const KindSettings& kind)
    : kind_(kind),
      settings_(std::get<CadenceSettings>(kind.settings)),
      subjects_(settings_.series_max, counters_, [](const Labels& labels) {
          Subject subject;
          subject.labels = &labels;
          return subject;
      }) {}

std::optional<std::uint32_t> CadenceEngine::attach(const SeriesKey& key) {
    if (key.signal != settings_.signal || !is_wanted(kind_, key.labels)) return std::nullopt;
    return subjects_.attach(key.labels);
}

void CadenceEngine::observe(std::uint32_t slot, const Sample& sample, SymptomSink& /*out*/) {
    if (std::abs(sample.value) >= seconds_max) {
        ++counters_.values_dropped;
        return;
    }
    const auto told = subjects_.tell(slot, sample);
    if (!told) return;
    const bool continues = told.step > Duration{0};
    if (!continues) told.subject->watched_since = sample.at;
    take(*told.subject, sample, continues);
}

void CadenceEngine::take(Subject& subject, const Sample& sample, bool continues) {
    if (settings_.gives == EventsGiven::running) {
        subject.runs.tell(sample.at, from_seconds(sample.value), continues);
        return;
    }
    Rhythm& rhythm = subject.rhythm;
    // Learned under a clock that was wrong.
    if (rhythm.last() > sample.at + std::chrono::hours{1}) rhythm = Rhythm{};
    if (!rhythm.has_begun()) rhythm.begin(sample.at);
    TimePoint last = sample.at;
    if (settings_.gives == EventsGiven::age) last -= from_seconds(std::max(sample.value, 0.0));
    if (settings_.gives == EventsGiven::time)
        last = std::min(last, from_unix_ms(static_cast<std::int64_t>(sample.value * 1000)));
    if (settings_.gives == EventsGiven::count) {
        const auto before = std::exchange(subject.count, sample.value);
        if (!before || sample.value <= *before) return;
    }
    if (last > rhythm.last() + waver) rhythm.happen(last, continues);
}

CadenceEngine::Verdict CadenceEngine::judge(const Subject& subject, TimePoint now) const {
    return settings_.gives == EventsGiven::running ? judge_runs(subject, now)
                                                   : judge_rhythm(subject, now);
}

CadenceEngine::Verdict CadenceEngine::judge_rhythm(const Subject& subject, TimePoint now) const {
    const Rhythm& rhythm = subject.rhythm;
    if (rhythm.intervals() < settings_.events_min) return {};
    const Duration tolerance =
        std::max<Duration>(settings_.tolerance, subject.presence.interval() * 5);
    const Duration due = rhythm.due_after(tolerance);
    const Duration silence = now - rhythm.last();
    const bool is_settled =
        now - subject.watched_since >= std::min<Duration>(rhythm.usual_interval() / 2, settle_max);
    if (silence < due || !is_settled) return {};
    // Once said, it is only taken back by an event.
    if (!subject.said && !rhythm.leaves_out(now, due)) return {};
    return {"overdue", silence, due, rhythm.usual_interval()};
}

CadenceEngine::Verdict CadenceEngine::judge_runs(const Subject& subject, TimePoint now) const {
    const RunLengths& runs = subject.runs;
    if (runs.runs() < settings_.events_min) return {};
    const Duration limit = runs.too_long(settings_.tolerance);
    if (runs.running() >= limit) return {"runs_long", runs.running(), limit, runs.usual()};
    const auto growth = runs.growth(now);
    if (!growth || growth->expected - now > settings_.horizon) return {};
    return {"outgrows_period", growth->length, growth->period, runs.usual(), growth};
}

void CadenceEngine::advance(TimePoint now, SymptomSink& out) {
    if (now >= judged_at_ && now - judged_at_ < judge_every) return;
    judged_at_ = now;
    for (Subject& subject : subjects_)
        if (subject.presence.is_seen()) advance_one(subject, now, out);
}

void CadenceEngine::advance_one(Subject& subject, TimePoint now, SymptomSink& out) {
    if (subject.presence.is_gone(now)) {
        if (subject.said) clear(subject, "subject_gone", now, out);
        return;
    }
    const Verdict verdict = judge(subject, now);
    if (verdict.reason.empty()) {
        if (subject.said) clear(subject, "in_rhythm", now, out);
        return;
    }
    if (verdict.reason == "overdue" && verdict.lasting > verdict.limit * 4 + given_up_after) {
        if (subject.said) clear(subject, "accepted", now, out);
        subject.rhythm = Rhythm{};
        return;
    }
    speak(subject, verdict, now, out);
}

void CadenceEngine::speak(Subject& subject, const Verdict& verdict, TimePoint now,
                          SymptomSink& out) {
    if (subject.said && subject.said->reason == verdict.reason) return;
    Symptom symptom = symptom_now(subject, verdict, now);
    if (subject.said) {
        symptom.status = SymptomStatus::updated;
        symptom.onset = subject.said->onset;
        symptom.first_sign = subject.said->first_sign;
        symptom.id = subject.said->id;
    }
    subject.said = std::make_unique<Symptom>(symptom);
    out.say(std::move(symptom));
}

void CadenceEngine::clear(Subject& subject, std::string_view reason, TimePoint now,
                          SymptomSink& out) const {
    std::string_view how = "back in its rhythm";
    if (reason == "subject_gone") how = "it is no longer there";
    if (reason == "accepted") how = "silent for so long that it is not waited for any more";
    out.say(cleared(std::move(*subject.said), reason, now, how));
    subject.said.reset();
}

Symptom CadenceEngine::symptom_now(const Subject& subject, const Verdict& verdict,
                                   TimePoint now) const {
    Symptom symptom = symptom_of(kind_, *subject.labels);
    symptom.phase = verdict.growth ? Phase::impending : Phase::occurring;
    symptom.severity = settings_.severity;
    symptom.observed_at = symptom.onset = now;
    const Duration beyond = std::max(verdict.lasting - verdict.limit, Duration{0});
    symptom.first_sign = verdict.growth ? now : now - beyond;
    symptom.id = episode_id(symptom, now);
    symptom.reason = verdict.reason;
    Evidence evidence{settings_.signal,          *subject.labels, to_seconds(verdict.lasting),
                      to_seconds(verdict.limit), verdict.lasting, {}};
    evidence.note = "usually " + describe_duration(verdict.usual);
    symptom.evidence = {std::move(evidence)};
    Fields fields{{"component", symptom.subject.component},
                  {"lasting", describe_duration(verdict.lasting)},
                  {"limit", describe_duration(verdict.limit)},
                  {"usual", describe_duration(verdict.usual)}};
    if (verdict.growth) {
        const RunLengths::Growth& growth = *verdict.growth;
        fields.emplace_back("eta", describe_duration(growth.expected - now));
        symptom.forecast =
            Forecast{fill_text(kind_.disruption, {{"component", symptom.subject.component}},
                               *subject.labels),
                     now,
                     growth.earliest,
                     growth.expected,
                     growth.latest,
                     0.6};
        symptom.forecast->level = to_seconds(growth.length);
        symptom.forecast->limit = to_seconds(growth.period);
        const double left = std::max(to_seconds(growth.expected - now), 1.0);
        symptom.forecast->slope_per_second = to_seconds(growth.period - growth.length) / left;
    }
    symptom.sentence =
        fill_text(verdict.growth ? kind_.impending : kind_.occurring, fields, *subject.labels);
    return symptom;
}

void CadenceEngine::save(std::vector<Learned>& out) const {
    const bool is_running = settings_.gives == EventsGiven::running;
    for (const Subject& subject : subjects_) {
        if (is_running ? subject.runs.runs() == 0 : !subject.rhythm.has_begun()) continue;
        Learned learned;
        learned.kind = kind_.kind;
        learned.subject = {settings_.signal, *subject.labels};
        learned.version = is_running ? RunLengths::version : Rhythm::version;
        learned.state = is_running ? subject.runs.save() : subject.rhythm.save();
        learned.summary =
            is_running ? "runs take " + describe_duration(subject.runs.usual()) + ", of " +
                             std::to_string(subject.runs.runs()) + " runs"
                       : "every " + describe_duration(subject.rhythm.usual_interval()) + ", of " +
                             std::to_string(subject.rhythm.intervals()) + " intervals";
        out.push_back(std::move(learned));
    }
}

void CadenceEngine::restore(const Learned& learned) {
    const bool is_running = settings_.gives == EventsGiven::running;
    const std::uint32_t version = is_running ? RunLengths::version : Rhythm::version;
    if (learned.version != version) return;
    Subject* subject = subjects_.restore(learned.subject.labels);
    if (!subject) return;
    if (is_running)
        subject->runs.restore(learned.state);
    else
        subject->rhythm.restore(learned.state);
}

}  // namespace foreshock::detectors
