#include "server/incidents/engine.hpp"

#include <cmath>

#include "core/hash.hpp"
#include "server/incidents/absence.hpp"
#include "server/incidents/correlate.hpp"
#include "server/incidents/episodes.hpp"
#include "server/incidents/fingerprint.hpp"
#include "server/incidents/hand_steps.hpp"
#include "server/incidents/lifecycle.hpp"
#include "server/incidents/major.hpp"
#include "server/incidents/pending.hpp"
#include "server/incidents/roster.hpp"

namespace foreshock::incidents {
namespace {

struct Match {
    Incident* incident = nullptr;
    Kinship kinship;
    std::size_t weighed = 0;
};

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + " %";
}

std::string number_words(const Incident& incident) {
    return "incident " + std::to_string(incident.number);
}

Result<void> check(const Symptom& symptom) {
    if (symptom.id.empty()) return fail(Errc::invalid, "symptom without id");
    if (symptom.kind.empty()) return fail(Errc::invalid, "symptom " + symptom.id + " has no kind");
    if (symptom.subject.host.empty()) {
        return fail(Errc::invalid, "symptom " + symptom.id + " has no host");
    }
    return {};
}

Result<void> check_actor(std::string_view actor) {
    if (actor.empty()) return fail(Errc::invalid, "actor: who does this?");
    return {};
}

tl::unexpected<Error> wrong_state(const Incident& incident, std::string_view step) {
    return fail(Errc::conflict, number_words(incident) + " is " +
                                    std::string{to_string(incident.state)} + ": " +
                                    std::string{step} + " is not possible");
}

// A corrected clock must not put a timeline in disorder. One that was wrong by far is not waited
// for.
TimePoint never_backwards(const Incident& incident, TimePoint at, const Settings& settings) {
    const bool is_small_step =
        at < incident.updated_at && incident.updated_at - at <= settings.step_back_max;
    return is_small_step ? incident.updated_at : at;
}

}  // namespace

struct Engine::State {
    State(Settings given, std::uint64_t number)
        : settings(given), roster(settings), next_number(number) {}

    Result<Changes> on(const SymptomArrived& word);
    Result<Changes> on(const Acknowledged& step);
    Result<Changes> on(const NoteAdded& step);
    Result<Changes> on(const ResolveAsked& step);
    Result<Changes> on(const TimePassed& tick);
    Result<Changes> on(const AgentStarted& start);
    Result<Changes> on(const ListeningBegan& start);
    Result<Changes> on(const PersonStep& step);

    Turn turn(Incident& incident, TimePoint at, Changes& changes) {
        return Turn{settings, never_backwards(incident, at, settings), incident, changes};
    }

    void finish(Turn& turn);
    void hear_of_known(Incident& incident, const SymptomArrived& word, Changes& changes);
    Result<void> hear_of_unknown(const SymptomArrived& word, Changes& changes);
    bool begins_a_new_incident(Turn& turn, const SymptomArrived& word);
    Match best_match(const SymptomArrived& word);
    void join(Match match, const SymptomArrived& word, Changes& changes);
    Result<void> open(const SymptomArrived& word, const Match& nearest, Changes& changes);
    bool is_watched(const Incident& incident);
    void let_time_pass(Turn& turn);
    void soak_anew(Incident& incident, TimePoint at, Changes& changes, const Reason& reason);
    void restart_soaks_on(const std::string& host, TimePoint at, Changes& changes);
    void make_room(TimePoint at, Changes& changes);

    Settings settings;
    Roster roster;
    std::uint64_t next_number;
};

void Engine::State::finish(Turn& turn) {
    declare_major_by_policy(turn);
    if (!turn.touched) return;
    ++turn.incident.revision;
    turn.incident.updated_at = turn.at;
    turn.changes.incidents.push_back(turn.incident);
    roster.refile(turn.incident);
}

Result<Changes> Engine::State::on(const SymptomArrived& word) {
    if (auto good = check(word.symptom); !good) return fail(std::move(good).error());
    Changes changes;
    Incident* holder = roster.holder_of(fingerprint(word.symptom));
    if (holder) {
        const IncidentSymptom* known = find_symptom(*holder, word.symptom);
        Turn looking = turn(*holder, word.at, changes);
        if (classify(*known, word) != Word::new_episode || !begins_a_new_incident(looking, word)) {
            hear_of_known(*holder, word, changes);
            make_room(word.at, changes);
            return changes;
        }
    }
    if (auto heard = hear_of_unknown(word, changes); !heard) return fail(std::move(heard).error());
    if (holder) {
        Turn old = turn(*holder, word.at, changes);
        give_up_symptom(old, *find_symptom(*holder, word.symptom));
        finish(old);
    }
    return changes;
}

bool Engine::State::begins_a_new_incident(Turn& turn, const SymptomArrived& word) {
    const Incident& incident = turn.incident;
    return !incident.is_open() && word.at - *incident.resolved_at > settings.relapse_window;
}

void Engine::State::hear_of_known(Incident& incident, const SymptomArrived& word,
                                  Changes& changes) {
    Turn now = turn(incident, word.at, changes);
    IncidentSymptom& known = *find_symptom(incident, word.symptom);
    const Word meaning = classify(known, word);
    switch (meaning) {
        case Word::old_news:
            return;
        case Word::update:
            take_update(now, known, word);
            break;
        case Word::clear:
            take_clear(now, known, word);
            break;
        case Word::new_episode:
            take_new_episode(now, known, word);
            break;
    }
    if (!word.replay) speak(now);
    finish(now);
    if (meaning == Word::clear && word.symptom.kind == agent_lost_kind) {
        restart_soaks_on(word.symptom.subject.host, word.at, changes);
    }
}

Result<void> Engine::State::hear_of_unknown(const SymptomArrived& word, Changes& changes) {
    if (word.symptom.status == SymptomStatus::cleared) return {};
    Match match = best_match(word);
    if (match.incident && match.kinship.score + 1e-9 >= settings.join_score) {
        join(std::move(match), word, changes);
        return {};
    }
    return open(word, match, changes);
}

Match Engine::State::best_match(const SymptomArrived& word) {
    Match best;
    const auto candidates = roster.open_on(word.symptom.subject.host, settings.candidates_max);
    best.weighed = candidates.size();
    for (Incident* candidate : candidates) {
        Kinship kinship =
            best_kinship(word.symptom, *candidate, word.at, settings.correlation_window);
        // Candidates come newest first: of equals the oldest wins.
        if (!best.incident || kinship.score >= best.kinship.score) {
            best.incident = candidate;
            best.kinship = std::move(kinship);
        }
    }
    return best;
}

void Engine::State::join(Match match, const SymptomArrived& word, Changes& changes) {
    Turn now = turn(*match.incident, word.at, changes);
    if (match.incident->symptoms.size() >= settings.symptoms_per_incident_max) {
        if (word.symptom.status != SymptomStatus::raised) return;
        ++match.incident->symptoms_beyond;
        now.touched = true;
        return finish(now);
    }
    match.kinship.reasons.push_back({"score", percent(match.kinship.score) + " where " +
                                                  percent(settings.join_score) + " is needed"});
    add_symptom(now, word, std::move(match.kinship.reasons));
    if (!word.replay) speak(now);
    finish(now);
}

Result<void> Engine::State::open(const SymptomArrived& word, const Match& nearest,
                                 Changes& changes) {
    if (roster.open_count() >= settings.open_incidents_max) {
        return fail(Errc::unavailable, std::to_string(roster.open_count()) +
                                           " incidents are open, which is the bound: resolve "
                                           "some or raise open_incidents_max");
    }
    const std::uint64_t number = next_number++;
    Incident fresh;
    fresh.number = number;
    fresh.id =
        "inc-" + stable_id({"incident", word.symptom.id, std::to_string(number)}).substr(0, 16);
    fresh.opened_at = word.at;
    Turn now = turn(fresh, word.at, changes);
    add_symptom(now, word, {{"first_symptom", "it began with this one"}});
    std::string why = "no open incident on " + word.symptom.subject.host;
    if (nearest.incident) {
        why = "nothing to do with the " + std::to_string(nearest.weighed) + " open on " +
              word.symptom.subject.host + ": " + number_words(*nearest.incident) +
              " comes nearest with " + percent(nearest.kinship.score) + " where " +
              percent(settings.join_score) + " is needed";
    }
    now.write(EventKind::opened, {{"new_fault", why},
                                  "",
                                  "P" + std::to_string(fresh.priority.level),
                                  word.symptom.sentence});
    Turn filed = turn(roster.insert(std::move(fresh)), word.at, changes);
    filed.touched = true;
    if (!word.replay) speak(filed);
    finish(filed);
    return {};
}

Result<Changes> Engine::State::on(const Acknowledged& step) {
    if (auto good = check_actor(step.actor); !good) return fail(std::move(good).error());
    Incident* incident = roster.find(step.incident_id);
    if (!incident) return fail(Errc::not_found, "incident " + step.incident_id);
    if (!incident->is_open()) return wrong_state(*incident, "acknowledging it");
    Changes changes;
    Turn now = turn(*incident, step.at, changes);
    if (incident->owner != step.actor) {
        const std::string before = std::exchange(incident->owner, step.actor);
        incident->state = IncidentState::in_progress;
        incident->handling.waiting.reset();
        if (!incident->acknowledged_at) incident->acknowledged_at = step.at;
        now.write(EventKind::acknowledged,
                  {{before.empty() ? "taken" : "taken_over", step.actor + " owns it now"},
                   before,
                   step.actor,
                   step.note,
                   step.actor});
        if (is_known_to_be_open(*incident)) now.tell(Transition::acknowledged);
    } else if (!step.note.empty()) {
        now.write(
            EventKind::noted,
            {{"note", "a note with a repeated acknowledgement"}, "", "", step.note, step.actor});
    }
    finish(now);
    return changes;
}

Result<Changes> Engine::State::on(const NoteAdded& step) {
    if (auto good = check_actor(step.actor); !good) return fail(std::move(good).error());
    if (step.text.empty()) return fail(Errc::invalid, "text: a note needs words");
    Incident* incident = roster.find(step.incident_id);
    if (!incident) return fail(Errc::not_found, "incident " + step.incident_id);
    Changes changes;
    Turn now = turn(*incident, step.at, changes);
    now.write(EventKind::noted, {{"note", "written by a person"}, "", "", step.text, step.actor});
    finish(now);
    return changes;
}

Result<Changes> Engine::State::on(const ResolveAsked& step) {
    if (auto good = check_actor(step.actor); !good) return fail(std::move(good).error());
    if (step.reason.empty()) return fail(Errc::invalid, "reason: say why it is resolved");
    Incident* incident = roster.find(step.incident_id);
    if (!incident) return fail(Errc::not_found, "incident " + step.incident_id);
    if (!incident->is_open()) return wrong_state(*incident, "resolving it");
    Changes changes;
    Turn now = turn(*incident, step.at, changes);
    const bool is_over = !incident->has_active_symptoms();
    resolve(now, {is_over ? natural_outcome(*incident) : Outcome::dismissed,
                  {is_over ? "person" : "person_while_active", step.reason},
                  step.actor,
                  ""});
    finish(now);
    make_room(step.at, changes);
    return changes;
}

Result<Changes> Engine::State::on(const TimePassed& tick) {
    Changes changes;
    for (Incident* incident : roster.due(tick.at)) {
        Turn now = turn(*incident, tick.at, changes);
        let_time_pass(now);
        finish(now);
    }
    make_room(tick.at, changes);
    return changes;
}

void Engine::State::let_time_pass(Turn& turn) {
    Incident& incident = turn.incident;
    clear_overdue_orphans(turn);
    wake_if_due(turn);
    if (incident.is_open() && incident.has_active_symptoms()) reassess(turn);
    speak(turn);
    const bool soaked =
        incident.recovering_since && turn.at - *incident.recovering_since >= settings.soak;
    if (soaked && is_watched(incident)) {
        return resolve(
            turn, {natural_outcome(incident),
                   {"soak_over",
                    "all quiet for " + describe_duration(turn.at - *incident.recovering_since)},
                   "engine",
                   ""});
    }
    const auto closing = close_at(incident, settings);
    if (closing && *closing <= turn.at)
        close(turn,
              {"silent_consent", "nobody objected for " + describe_duration(settings.close_after)});
}

// While an agent is lost, quiet on its host proves nothing.
bool Engine::State::is_watched(const Incident& incident) {
    for (const std::string& host : incident.hosts()) {
        Symptom lost;
        lost.kind = agent_lost_kind;
        lost.subject = {host, std::string{agent_component}};
        Incident* holder = roster.holder_of(fingerprint(lost));
        if (holder && find_symptom(*holder, lost)->is_active()) return false;
    }
    return true;
}

void Engine::State::soak_anew(Incident& incident, TimePoint at, Changes& changes,
                              const Reason& reason) {
    Turn now = turn(incident, at, changes);
    incident.recovering_since = now.at;
    now.write(EventKind::recovery_started, {reason, "", "", ""});
    finish(now);
}

void Engine::State::restart_soaks_on(const std::string& host, TimePoint at, Changes& changes) {
    for (Incident* incident : roster.all_on(host)) {
        if (!incident->recovering_since || *incident->recovering_since == at) continue;
        soak_anew(
            *incident, at, changes,
            {"watched_again", "the agent on " + host + " is back: the quiet counts from now"});
    }
}

Result<Changes> Engine::State::on(const AgentStarted& start) {
    Changes changes;
    for (Incident* incident : roster.all_on(start.host)) {
        Turn now = turn(*incident, start.at, changes);
        orphan_symptoms(now, start.host);
        finish(now);
    }
    return changes;
}

Result<Changes> Engine::State::on(const ListeningBegan& start) {
    Changes changes;
    for (Incident* incident : roster.all_recovering()) {
        if (*incident->recovering_since == start.at) continue;
        soak_anew(*incident, start.at, changes,
                  {"listening_began", "this server was away: the quiet counts from now"});
    }
    return changes;
}

Result<Changes> Engine::State::on(const PersonStep& step) {
    if (auto good = check_actor(step.actor); !good) return fail(std::move(good).error());
    Incident* incident = roster.find(step.incident_id);
    if (!incident) return fail(Errc::not_found, "incident " + step.incident_id);
    Incident* named = roster.find(other_incident(step));
    Changes changes;
    Turn now = turn(*incident, step.at, changes);
    Turn other = turn(named ? *named : *incident, step.at, changes);
    Result<void> taken = take_step(now, named ? &other : nullptr, step);
    if (!taken) return fail(std::move(taken).error());
    finish(now);
    if (named && named != incident) finish(other);
    return changes;
}

void Engine::State::make_room(TimePoint at, Changes& changes) {
    while (Incident* oldest = roster.resolved_beyond_bound()) {
        Turn now = turn(*oldest, at, changes);
        close(now, {"room_needed", "more than " + std::to_string(settings.resolved_incidents_max) +
                                       " incidents are resolved and not closed"});
        const std::string id = oldest->id;
        std::erase_if(changes.incidents, [&](const Incident& one) { return one.id == id; });
        finish(now);
    }
}

Engine::Engine(Settings settings, std::vector<Incident> incidents, std::uint64_t next_number)
    : state_(std::make_unique<State>(settings, next_number)) {
    for (Incident& incident : incidents) {
        if (incident.state != IncidentState::closed) state_->roster.insert(std::move(incident));
    }
}

Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

Result<Changes> Engine::apply(const Input& input) {
    return std::visit([this](const auto& one) { return state_->on(one); }, input);
}

const Incident* Engine::find(std::string_view id) const {
    return state_->roster.find(id);
}

std::size_t Engine::open_count() const {
    return state_->roster.open_count();
}

std::optional<TimePoint> Engine::next_deadline() const {
    return state_->roster.next_deadline();
}

}  // namespace foreshock::incidents
