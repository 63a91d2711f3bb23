#include <algorithm>
#include <bit>
#include <map>
#include <set>

#include "server/incidents/absence.hpp"
#include "server/incidents/desk_steps.hpp"
#include "server/incidents/engine_state.hpp"
#include "server/incidents/episodes.hpp"
#include "server/incidents/fingerprint.hpp"
#include "server/incidents/hand_steps.hpp"
#include "server/incidents/hypothesis_steps.hpp"
#include "server/incidents/lifecycle.hpp"
#include "server/incidents/major.hpp"
#include "server/incidents/membership.hpp"
#include "server/incidents/muting.hpp"
#include "server/incidents/pending.hpp"
#include "server/incidents/report_steps.hpp"

namespace foreshock::incidents {
namespace {

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

}  // namespace

// A corrected clock must not put a timeline in disorder. One that was wrong by far is not waited
// for.
TimePoint never_backwards(const Incident& incident, TimePoint at, const Settings& settings) {
    const bool is_small_step =
        at < incident.updated_at && incident.updated_at - at <= settings.step_back_max;
    return is_small_step ? incident.updated_at : at;
}

void Engine::State::finish(Turn& turn) {
    declare_major_by_policy(turn);
    if (!turn.touched) {
        if (turn.members_changed) roster.refile_members(turn.incident);
        return;
    }
    ++turn.incident.revision;
    count_time(turn);
    withdraw_when_closed(turn);
    turn.incident.updated_at = turn.at;
    turn.changes.incidents.push_back(turn.incident);
    if (load.note(turn.incident, *services)) services_due_at = turn.at;
    roster.mark_told(turn.incident);
    roster.refile(turn.incident);
}

Result<Changes> Engine::State::on(const SymptomArrived& word) {
    if (auto good = check(word.symptom); !good) return fail(std::move(good).error());
    Changes changes;
    const Print print = print_of(word.symptom);
    Incident* holder = roster.holder_of(print);
    if (holder) {
        const auto place = member_place(*holder, word.symptom, print);
        const Word meaning = meaning_of(*holder, place, word);
        Turn looking = turn(*holder, word.at, changes);
        if (meaning != Word::new_episode || !begins_a_new_incident(looking, word)) {
            hear_of_known(*holder, place, word, changes);
            make_room(word.at, changes);
            return changes;
        }
    }
    if (auto heard = hear_of_unknown(word, print, changes); !heard)
        return fail(std::move(heard).error());
    if (holder) give_up(*holder, word, print, changes);
    return changes;
}

std::optional<Crowd::Place> Engine::State::member_place(Incident& holder, const Symptom& symptom,
                                                        const Print& print) {
    const Crowd& crowd = roster.crowd_of(holder);
    const auto place = crowd.find(print);
    if (!place) return std::nullopt;
    const IncidentSymptom* kept = find_symptom(holder, symptom);
    if (kept && kept->received_at > crowd.state(*place).received_at) return std::nullopt;
    return place;
}

Word Engine::State::meaning_of(Incident& holder, std::optional<Crowd::Place> place,
                               const SymptomArrived& word) {
    if (place) return classify_member(roster.crowd_of(holder), *place, word);
    return classify(*find_symptom(holder, word.symptom), word);
}

void Engine::State::give_up(Incident& holder, const SymptomArrived& word, const Print& print,
                            Changes& changes) {
    Turn old = turn(holder, word.at, changes);
    if (const auto place = member_place(holder, word.symptom, print)) {
        give_up_member(old, roster.crowd_of(holder), *place);
    } else {
        give_up_symptom(old, *find_symptom(holder, word.symptom));
    }
    finish(old);
}

bool Engine::State::begins_a_new_incident(Turn& turn, const SymptomArrived& word) {
    const Incident& incident = turn.incident;
    return !incident.is_open() && word.at - *incident.resolved_at > settings.relapse_window;
}

void Engine::State::hear_of_known(Incident& incident, std::optional<Crowd::Place> place,
                                  const SymptomArrived& word, Changes& changes) {
    if (place) return hear_of_member(incident, *place, word, changes);
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

void Engine::State::hear_of_member(Incident& incident, Crowd::Place place,
                                   const SymptomArrived& word, Changes& changes) {
    Crowd& crowd = roster.crowd_of(incident);
    const Word meaning = classify_member(crowd, place, word);
    if (meaning == Word::old_news) return;
    Turn now = turn(incident, word.at, changes);
    take_member_word(now, crowd, place, word);
    if (now.touched && !word.replay) speak(now);
    finish(now);
    if (meaning == Word::clear && word.symptom.kind == agent_lost_kind) {
        restart_soaks_on(word.symptom.subject.host, word.at, changes);
    }
}

Result<Changes> Engine::State::on(const Acknowledged& step) {
    if (auto good = check_actor(step.actor); !good) return fail(std::move(good).error());
    Incident* incident = roster.find(step.incident_id);
    if (!incident) return fail(Errc::not_found, "incident " + step.incident_id);
    if (!incident->is_open()) return wrong_state(*incident, "acknowledging it");
    Changes changes;
    Turn now = turn(*incident, step.at, changes);
    const bool is_new =
        incident->state == IncidentState::fresh || incident->state == IncidentState::assigned;
    if (incident->owner != step.actor || is_new) {
        const std::string before = std::exchange(incident->owner, step.actor);
        incident->state = IncidentState::in_progress;
        incident->handling.waiting.reset();
        if (!incident->acknowledged_at) incident->acknowledged_at = step.at;
        const bool is_theirs = before.empty() || before == step.actor;
        now.write(EventKind::acknowledged,
                  {{is_theirs ? "taken" : "taken_over", step.actor + " owns it now"},
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
    if (!step.hypothesis.empty()) {
        const auto cause = accepted_hypothesis(*incident, step.hypothesis);
        if (!cause) return fail(cause.error());
    }
    Changes changes;
    Turn now = turn(*incident, step.at, changes);
    const bool is_over = !incident->has_active_symptoms();
    resolve(now, {is_over ? natural_outcome(*incident) : Outcome::dismissed,
                  {is_over ? "person" : "person_while_active", step.reason},
                  step.actor,
                  "",
                  step.known_error});
    if (!step.hypothesis.empty()) record_cause(now, step);
    finish(now);
    make_room(step.at, changes);
    return changes;
}

template <class Step>
Result<Changes> Engine::State::take(const Step& step, Result<void> (*take_it)(Turn&, const Step&)) {
    if (auto good = check_actor(step.actor); !good) return fail(std::move(good).error());
    Incident* incident = roster.find(step.incident_id);
    if (!incident) return fail(Errc::not_found, "incident " + step.incident_id);
    Changes changes;
    Turn now = turn(*incident, step.at, changes);
    if (auto done = take_it(now, step); !done) return fail(std::move(done).error());
    finish(now);
    return changes;
}

Result<Changes> Engine::State::on(const HypothesisProposed& step) {
    return take(step, propose);
}

Result<Changes> Engine::State::on(const HypothesisJudged& step) {
    return take(step, judge);
}

Result<Changes> Engine::State::on(const TimePassed& tick) {
    Changes changes;
    const std::vector<Incident*> due = roster.due(tick.at);
    for (Incident* incident : due) {
        Turn now = turn(*incident, tick.at, changes);
        let_time_pass(now);
        finish(now);
    }
    if (services_due_at && *services_due_at <= tick.at) {
        // One that was looked at before another turned a service is looked at again next time.
        const bool has_turned = *services_due_at == tick.at && !due.empty();
        services_due_at = has_turned ? tick.at : services->next_hours_change(tick.at);
        reassess_touching({}, {due.begin(), due.end()}, tick.at, changes);
    }
    make_room(tick.at, changes);
    return changes;
}

void Engine::State::let_time_pass(Turn& turn) {
    Incident& incident = turn.incident;
    clear_overdue_orphans(turn);
    clear_overdue_members(turn, roster.crowd_of(incident));
    tell_counts(turn);
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

// Members come in crowds: what they come to is told now and then, and on the timeline when it
// doubled.
void Engine::State::tell_counts(Turn& turn) {
    const Incident& incident = turn.incident;
    const bool is_due = turn.at >= incident.updated_at + settings.count_told_every;
    if (!is_due || !roster.has_untold_counts(incident)) return;
    turn.touched = true;
    const std::uint64_t told = roster.told_symptoms_beyond(incident);
    if (std::bit_width(incident.symptoms_beyond) <= std::bit_width(told)) return;
    const std::uint64_t all = incident.symptoms.size() + incident.symptoms_beyond;
    turn.write(EventKind::symptom_joined,
               {{"storm", std::to_string(all) + " symptoms on " +
                              std::to_string(host_count(incident)) + " hosts by now"},
                "",
                "",
                ""});
}

// While an agent is lost, quiet on its host proves nothing.
bool Engine::State::is_watched(const Incident& incident) {
    const auto any_lost = [this](const std::vector<std::string>& hosts) {
        return std::any_of(hosts.begin(), hosts.end(),
                           [this](const std::string& host) { return is_lost(host); });
    };
    return !any_lost(incident.hosts()) && !any_lost(roster.crowd_of(incident).hosts());
}

bool Engine::State::is_lost(const std::string& host) {
    Symptom lost;
    lost.kind = agent_lost_kind;
    lost.subject = {host, std::string{agent_component}};
    const Print print = print_of(lost);
    Incident* holder = roster.holder_of(print);
    if (!holder) return false;
    const auto place = member_place(*holder, lost, print);
    if (place) return roster.crowd_of(*holder).state(*place).is_active();
    return find_symptom(*holder, lost)->is_active();
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
        orphan_members(now, roster.crowd_of(*incident), start.host);
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

Result<Changes> Engine::State::on(const ServicesChanged& news) {
    Changes changes;
    const SharedServiceMap before = std::exchange(services, news.map);
    load.rebuild(roster.all_open(), *services);
    services_due_at = services->next_hours_change(news.at);
    reassess_touching(*before, {}, news.at, changes);
    return changes;
}

// Those that touch a service, or touched one before.
void Engine::State::reassess_touching(const ServiceMap& before, const std::set<Incident*>& done,
                                      TimePoint at, Changes& changes) {
    if (before.services().empty() && services->services().empty()) return;
    for (Incident* incident : roster.all_open()) {
        const bool is_concerned = std::any_of(
            incident->symptoms.begin(), incident->symptoms.end(),
            [&](const IncidentSymptom& known) {
                return known.is_active() && (!services->touched_by(known.symptom).empty() ||
                                             !before.touched_by(known.symptom).empty());
            });
        if (!is_concerned || done.contains(incident)) continue;
        Turn now = turn(*incident, at, changes);
        reassess(now);
        speak(now);
        finish(now);
    }
}

Result<Changes> Engine::State::on(const MutesJudged& judged) {
    Incident* incident = roster.find(judged.incident_id);
    if (!incident) return fail(Errc::not_found, "incident " + judged.incident_id);
    Changes changes;
    Turn now = turn(*incident, judged.at, changes);
    take_mutes(now, judged);
    speak(now);
    finish(now);
    return changes;
}

Result<Changes> Engine::State::on(const SuppressionEnding& ending) {
    Incident* incident = roster.find(ending.incident_id);
    if (!incident) return fail(Errc::not_found, "incident " + ending.incident_id);
    Changes changes;
    Turn now = turn(*incident, ending.at, changes);
    if (incident->is_open()) warn_of_ending(now, ending.reason, ending.tells);
    finish(now);
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

Engine::Engine(const Settings& settings, std::vector<Incident> incidents, std::uint64_t next_number,
               Crowds members, const std::vector<KinVerdict>& feedback)
    : state_(std::make_unique<State>(settings, next_number)) {
    state_->feedback = KinFeedback{feedback};
    for (Incident& incident : incidents) {
        if (incident.state == IncidentState::closed) continue;
        Crowd crowd = members.take(incident.number);
        state_->roster.insert(std::move(incident), std::move(crowd));
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

const Incident* Engine::find_by_report(std::string_view report_id) const {
    return state_->roster.holder_of_report(report_id);
}

std::uint64_t Engine::members_refused() const {
    return state_->members_refused;
}

std::size_t Engine::open_count() const {
    return state_->roster.open_count();
}

std::vector<const Incident*> Engine::open_incidents() const {
    return std::as_const(state_->roster).all_open();
}

std::optional<TimePoint> Engine::next_deadline() const {
    std::optional<TimePoint> next = state_->roster.next_deadline();
    const std::optional<TimePoint> hours = state_->services_due_at;
    if (hours && open_count() > 0 && (!next || *hours < *next)) next = hours;
    return next;
}

}  // namespace foreshock::incidents
