#include "server/incidents/membership.hpp"

#include <algorithm>
#include <set>

#include "server/incidents/absence.hpp"
#include "server/incidents/fingerprint.hpp"
#include "server/incidents/lifecycle.hpp"

namespace foreshock::incidents {
namespace {

bool is_kept_host(const Incident& incident, std::string_view host) {
    return std::any_of(
        incident.symptoms.begin(), incident.symptoms.end(),
        [&](const IncidentSymptom& known) { return known.symptom.subject.host == host; });
}

bool concerns_several_hosts(const Incident& incident) {
    if (incident.beyond.hosts > 0) return incident.beyond.hosts > 1 || !incident.symptoms.empty();
    return std::any_of(
        incident.symptoms.begin(), incident.symptoms.end(), [&](const IncidentSymptom& known) {
            return known.symptom.subject.host != incident.symptoms.front().symptom.subject.host;
        });
}

bool is_worse_than_kept(const Incident& incident, const Symptom& symptom) {
    return std::none_of(incident.symptoms.begin(), incident.symptoms.end(),
                        [&](const IncidentSymptom& known) {
                            return known.is_active() && known.symptom.phase >= symptom.phase &&
                                   known.symptom.severity >= symptom.severity;
                        });
}

void take_counts(Incident& incident, const Crowd& crowd) {
    const std::uint64_t hosts = incident.beyond.hosts;
    incident.beyond = crowd.counts();
    incident.beyond.hosts = hosts;
    incident.symptoms_beyond = crowd.size();
}

void set_state(Turn& turn, Crowd& crowd, Crowd::Place place, const MemberState& state) {
    crowd.set_state(place, state);
    take_counts(turn.incident, crowd);
    turn.members_changed = true;
    turn.changes.members.push_back(
        MemberChanged{turn.incident.number, crowd.fingerprint(place), state});
}

MemberState first_state(const SymptomArrived& word, TimePoint at) {
    const Symptom& said = word.symptom;
    MemberState state;
    state.phase = state.worst_phase = said.phase;
    state.severity = state.worst_severity = said.severity;
    state.observed_at = said.observed_at;
    state.received_at = at;
    return state;
}

MemberWords words_of(const Symptom& symptom, const std::vector<Reason>& because) {
    MemberWords words{symptom.id, symptom.subject.host, symptom.kind, symptom.subject.component,
                      ""};
    for (const Reason& reason : because)
        words.because += (words.because.empty() ? "" : ", ") + reason.code;
    return words;
}

Member member_of(const Turn& turn, const SymptomArrived& word, const Print& print,
                 const std::vector<Reason>& because, const MemberState& state) {
    return {turn.incident.number, print.fingerprint(), words_of(word.symptom, because), state, ""};
}

void record(Turn& turn, Member member) {
    turn.members_changed = true;
    turn.changes.members.push_back(MemberEntered{std::move(member)});
}

Reason spoken(const Symptom& symptom, std::string_view code) {
    return {std::string{code}, symptom.sentence.empty()
                                   ? symptom.kind + " on " + symptom.subject.host
                                   : symptom.sentence};
}

void come_back(Turn& turn, const Symptom& symptom, std::string_view code) {
    if (!turn.incident.is_open()) {
        reopen(turn, spoken(symptom, code));
    } else if (turn.incident.recovering_since) {
        relapse(turn, spoken(symptom, code));
    }
}

void take_update(Turn& turn, Crowd& crowd, Crowd::Place place, const Symptom& said) {
    MemberState state = crowd.state(place);
    const bool is_worse = said.phase > state.worst_phase || said.severity > state.worst_severity;
    state.phase = said.phase;
    state.severity = said.severity;
    state.worst_phase = std::max(state.worst_phase, said.phase);
    state.worst_severity = std::max(state.worst_severity, said.severity);
    state.observed_at = said.observed_at;
    state.orphaned_since.reset();
    set_state(turn, crowd, place, state);
    if (is_worse && !turn.incident.is_open()) reopen(turn, spoken(said, "got_worse"));
}

void end_member(Turn& turn, Crowd& crowd, Crowd::Place place, TimePoint observed_at) {
    MemberState state = crowd.state(place);
    state.observed_at = std::max(state.observed_at, observed_at);
    state.cleared_at = turn.at;
    state.orphaned_since.reset();
    set_state(turn, crowd, place, state);
    if (turn.incident.has_active_symptoms()) return;
    turn.touched = true;
    settle_after_clear(turn);
}

void take_new_episode(Turn& turn, Crowd& crowd, Crowd::Place place, const SymptomArrived& word) {
    MemberState state = first_state(word, turn.at);
    state.times_raised = crowd.state(place).times_raised + 1;
    crowd.begin_episode(place, word.symptom.id, state);
    take_counts(turn.incident, crowd);
    record(turn, member_of(turn, word, crowd.print(place), {{"raised_again", ""}}, state));
    come_back(turn, word.symptom, "raised_again");
}

}  // namespace

bool becomes_member(const Incident& incident, const Symptom& symptom, const Settings& settings) {
    if (incident.symptoms.size() >= settings.symptoms_per_incident_max) return true;
    const auto of_kind = static_cast<std::size_t>(std::count_if(
        incident.symptoms.begin(), incident.symptoms.end(),
        [&](const IncidentSymptom& known) { return known.symptom.kind == symptom.kind; }));
    return of_kind >= settings.symptoms_per_kind_max && concerns_several_hosts(incident) &&
           !is_worse_than_kept(incident, symptom);
}

Word classify_member(const Crowd& crowd, Crowd::Place place, const SymptomArrived& word) {
    const MemberState& state = crowd.state(place);
    const Symptom& said = word.symptom;
    const bool is_clear = said.status == SymptomStatus::cleared;
    if (crowd.is_of_episode(place, said.id)) {
        if (!state.is_active()) return Word::old_news;
        if (is_clear) return Word::clear;
        return said.observed_at > state.observed_at ? Word::update : Word::old_news;
    }
    if (crowd.is_of_past_episode(place, said.id)) return Word::old_news;
    const bool is_newer = said.observed_at >= state.observed_at;
    if (is_clear) return state.is_active() && is_newer ? Word::clear : Word::old_news;
    return word.replay && !is_newer ? Word::old_news : Word::new_episode;
}

void enter_member(Turn& turn, Crowd& crowd, const SymptomArrived& word, const Print& print,
                  const std::vector<Reason>& because) {
    const Symptom& symptom = word.symptom;
    const std::string& host = symptom.subject.host;
    if (!crowd.has_host(host) && !is_kept_host(turn.incident, host)) ++turn.incident.beyond.hosts;
    const MemberState state = first_state(word, turn.at);
    Member member = member_of(turn, word, print, because, state);
    crowd.add(member);
    take_counts(turn.incident, crowd);
    record(turn, std::move(member));
    come_back(turn, symptom, "new_symptom");
}

Crowd::Place demote(Turn& turn, Crowd& crowd, const IncidentSymptom& known) {
    const Symptom& symptom = known.symptom;
    const MemberState state{symptom.phase,        symptom.severity,   known.worst_phase,
                            known.worst_severity, known.times_raised, symptom.observed_at,
                            known.received_at,    known.cleared_at,   known.orphaned_since};
    Member member{turn.incident.number, fingerprint(symptom),
                  words_of(symptom, known.joined_because), state, ""};
    const Crowd::Place place = crowd.add(member);
    record(turn, std::move(member));
    return place;
}

void take_member_word(Turn& turn, Crowd& crowd, Crowd::Place place, const SymptomArrived& word) {
    switch (classify_member(crowd, place, word)) {
        case Word::old_news:
            return;
        case Word::update:
            return take_update(turn, crowd, place, word.symptom);
        case Word::clear:
            return end_member(turn, crowd, place, word.symptom.observed_at);
        case Word::new_episode:
            return take_new_episode(turn, crowd, place, word);
    }
}

void give_up_member(Turn& turn, Crowd& crowd, Crowd::Place place) {
    MemberState state = crowd.state(place);
    if (!state.is_active()) return;
    state.cleared_at = turn.at;
    state.orphaned_since.reset();
    set_state(turn, crowd, place, state);
    turn.touched = true;
}

void orphan_members(Turn& turn, Crowd& crowd, const std::string& host) {
    for (const Crowd::Place place : crowd.on_host(host)) {
        MemberState state = crowd.state(place);
        const bool is_of_agent = crowd.kind(place) != agent_lost_kind;
        if (!is_of_agent || !state.is_active() || state.orphaned_since) continue;
        state.orphaned_since = turn.at;
        set_state(turn, crowd, place, state);
    }
}

void clear_overdue_members(Turn& turn, Crowd& crowd) {
    for (const Crowd::Place place : crowd.orphaned_until(turn.at - turn.settings.restart_grace))
        end_member(turn, crowd, place, crowd.state(place).observed_at);
}

void recount_members(Incident& incident, const Crowd& crowd) {
    std::set<std::string_view> kept;
    for (const IncidentSymptom& known : incident.symptoms)
        kept.insert(known.symptom.subject.host);
    take_counts(incident, crowd);
    const std::vector<std::string> hosts = crowd.hosts();
    incident.beyond.hosts = static_cast<std::uint64_t>(std::count_if(
        hosts.begin(), hosts.end(), [&](const std::string& host) { return !kept.contains(host); }));
}

}  // namespace foreshock::incidents
