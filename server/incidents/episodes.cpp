#include "server/incidents/episodes.hpp"

#include <algorithm>

#include "server/incidents/absence.hpp"
#include "server/incidents/lifecycle.hpp"

namespace foreshock::incidents {
namespace {

Word classify_same_episode(const IncidentSymptom& known, const Symptom& said) {
    if (!known.is_active()) return Word::old_news;
    if (said.status == SymptomStatus::cleared) return Word::clear;
    if (said.observed_at < known.symptom.observed_at) return Word::old_news;
    const bool is_repeat =
        said.observed_at == known.symptom.observed_at && said.status <= known.symptom.status;
    return is_repeat ? Word::old_news : Word::update;
}

bool is_past_episode(const IncidentSymptom& known, const std::string& id) {
    return std::find(known.past_episodes.begin(), known.past_episodes.end(), id) !=
           known.past_episodes.end();
}

void remember_worst(IncidentSymptom& known) {
    known.worst_phase = std::max(known.worst_phase, known.symptom.phase);
    known.worst_severity = std::max(known.worst_severity, known.symptom.severity);
}

bool is_worse_than_ever(const IncidentSymptom& known, const Symptom& said) {
    return said.phase > known.worst_phase || said.severity > known.worst_severity;
}

// The newest form, without losing what only the first word carries.
void replace_form(IncidentSymptom& known, const Symptom& said) {
    std::optional<HostSnapshot> snapshot = std::move(known.symptom.snapshot);
    known.symptom = said;
    if (!known.symptom.snapshot) known.symptom.snapshot = std::move(snapshot);
}

// A last word is often short: what was known of the symptom stays readable beside it.
void take_last_words(Symptom& known, const Symptom& said) {
    known.status = SymptomStatus::cleared;
    known.observed_at = std::max(known.observed_at, said.observed_at);
    if (!said.sentence.empty()) known.sentence = said.sentence;
    if (!said.reason.empty()) known.reason = said.reason;
    if (!said.evidence.empty()) known.evidence = said.evidence;
}

Reason reason_of(const Symptom& symptom) {
    return {symptom.reason.empty() ? "detector" : symptom.reason, symptom.sentence};
}

void begin_episode(IncidentSymptom& known, const SymptomArrived& word, TimePoint at) {
    known.received_at = at;
    known.cleared_at.reset();
    known.orphaned_since = word.is_of_earlier_run ? std::optional{at} : std::nullopt;
    known.replayed_since = word.replay ? std::optional{at} : std::nullopt;
    known.line_at = at;
    known.worst_phase = word.symptom.phase;
    known.worst_severity = word.symptom.severity;
    known.muted_by = word.muted_by;
}

std::string words_of(const std::vector<Reason>& reasons) {
    std::string text;
    for (const Reason& reason : reasons)
        text += (text.empty() ? "" : "; ") + reason.text;
    return text;
}

void finish_clear(Turn& turn, IncidentSymptom& known, Reason reason) {
    known.cleared_at = turn.at;
    known.orphaned_since.reset();
    known.line_at = turn.at;
    turn.write(EventKind::symptom_cleared, {std::move(reason), "", "", known.symptom.sentence});
}

}  // namespace

Word classify(const IncidentSymptom& known, const SymptomArrived& word) {
    const Symptom& said = word.symptom;
    if (said.id == known.symptom.id) return classify_same_episode(known, said);
    if (is_past_episode(known, said.id)) return Word::old_news;
    const bool is_newer = said.observed_at >= known.symptom.observed_at;
    if (said.status == SymptomStatus::cleared) {
        return known.is_active() && is_newer ? Word::clear : Word::old_news;
    }
    return word.replay && !is_newer ? Word::old_news : Word::new_episode;
}

IncidentSymptom* find_symptom(Incident& incident, const Symptom& symptom) {
    for (IncidentSymptom& known : incident.symptoms) {
        if (known.symptom.kind == symptom.kind && known.symptom.subject == symptom.subject) {
            return &known;
        }
    }
    return nullptr;
}

void add_symptom(Turn& turn, const SymptomArrived& word, std::vector<Reason> because) {
    const bool is_first = turn.incident.symptoms.empty();
    IncidentSymptom added;
    added.symptom = word.symptom;
    added.joined_because = std::move(because);
    begin_episode(added, word, turn.at);
    if (is_first) {
        turn.incident.first_sign_at = word.symptom.first_sign;
        turn.incident.phase = word.symptom.phase;
    } else {
        turn.write(EventKind::symptom_joined,
                   {{"correlated", words_of(added.joined_because)}, "", "", word.symptom.sentence});
    }
    turn.incident.symptoms.push_back(std::move(added));
    if (!is_first && turn.incident.recovering_since) {
        relapse(turn, {"new_symptom", word.symptom.sentence});
    }
    reassess(turn);
}

void take_update(Turn& turn, IncidentSymptom& known, const SymptomArrived& word) {
    const Symptom& said = word.symptom;
    const bool is_worse = is_worse_than_ever(known, said);
    const bool is_notable = is_worse || said.phase != known.symptom.phase ||
                            said.severity != known.symptom.severity ||
                            turn.at - known.line_at >= turn.settings.update_line_every;
    replace_form(known, said);
    remember_worst(known);
    known.muted_by = word.muted_by;
    if (!word.is_of_earlier_run) known.orphaned_since.reset();
    if (!word.replay) known.replayed_since.reset();
    turn.touched = true;
    if (is_notable) {
        known.line_at = turn.at;
        turn.write(EventKind::symptom_updated, {reason_of(said), "", "", said.sentence});
    }
    if (!turn.incident.is_open()) {
        if (!is_worse) return;
        reopen(turn, {"got_worse", said.sentence});
    }
    reassess(turn);
}

void take_clear(Turn& turn, IncidentSymptom& known, const SymptomArrived& word) {
    take_last_words(known.symptom, word.symptom);
    if (!word.replay) known.replayed_since.reset();
    finish_clear(turn, known, reason_of(word.symptom));
    settle_after_clear(turn);
}

void take_new_episode(Turn& turn, IncidentSymptom& known, const SymptomArrived& word) {
    const bool was_active = known.is_active();
    known.past_episodes.push_back(known.symptom.id);
    if (known.past_episodes.size() > IncidentSymptom::past_episodes_max) {
        known.past_episodes.erase(known.past_episodes.begin());
    }
    replace_form(known, word.symptom);
    begin_episode(known, word, turn.at);
    ++known.times_raised;
    const std::string times = "raised " + std::to_string(known.times_raised) + " times so far: ";
    const Reason reason{was_active ? "episode_renewed" : "raised_again",
                        times + word.symptom.sentence};
    if (!turn.incident.is_open()) {
        reopen(turn, reason);
    } else if (turn.incident.recovering_since) {
        relapse(turn, reason);
    } else {
        turn.write(EventKind::symptom_updated, {reason, "", "", word.symptom.sentence});
    }
    reassess(turn);
}

void give_up_symptom(Turn& turn, IncidentSymptom& known) {
    if (!known.is_active()) return;
    known.symptom.status = SymptomStatus::cleared;
    finish_clear(turn, known, {"superseded", "it came back as another incident"});
}

void orphan_symptoms(Turn& turn, std::string_view host) {
    bool any = false;
    for (IncidentSymptom& known : turn.incident.symptoms) {
        const bool is_of_agent =
            known.symptom.subject.host == host && known.symptom.kind != agent_lost_kind;
        if (!is_of_agent || !known.is_active() || known.orphaned_since) continue;
        known.orphaned_since = turn.at;
        any = true;
    }
    if (!any) return;
    turn.write(
        EventKind::symptom_updated,
        {{"agent_began_anew", "the agent on " + std::string{host} +
                                  " began anew; what it does not raise again within " +
                                  describe_duration(turn.settings.restart_grace) + " is over"},
         "",
         "",
         ""});
}

void clear_overdue_orphans(Turn& turn) {
    bool any = false;
    for (IncidentSymptom& known : turn.incident.symptoms) {
        if (!known.is_active() || !known.orphaned_since) continue;
        if (*known.orphaned_since + turn.settings.restart_grace > turn.at) continue;
        known.symptom.status = SymptomStatus::cleared;
        const std::string since = format_rfc3339(*known.orphaned_since);
        finish_clear(turn, known,
                     {"not_raised_again",
                      "its agent began anew at " + since + " and has not raised it again"});
        any = true;
    }
    if (any) settle_after_clear(turn);
}

std::optional<TimePoint> next_orphan_at(const Incident& incident, const Settings& settings) {
    std::optional<TimePoint> next;
    for (const IncidentSymptom& known : incident.symptoms) {
        if (!known.is_active() || !known.orphaned_since) continue;
        const TimePoint at = *known.orphaned_since + settings.restart_grace;
        if (!next || at < *next) next = at;
    }
    return next;
}

}  // namespace foreshock::incidents
