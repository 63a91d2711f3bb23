#include "server/incidents/forgotten_host.hpp"

#include "core/hash.hpp"
#include "server/incidents/lifecycle.hpp"
#include "server/incidents/membership.hpp"

namespace foreshock::incidents {
namespace {

Reason reason_of(const HostForgotten& word) {
    return {"host_forgotten",
            word.host + " was forgotten by " + word.actor + ": nobody watches it any more"};
}

bool take_back_symptoms(Turn& turn, const HostForgotten& word) {
    bool any = false;
    for (IncidentSymptom& known : turn.incident.symptoms) {
        if (!known.is_active() || known.symptom.subject.host != word.host) continue;
        known.symptom.status = SymptomStatus::cleared;
        // A host that comes back with this very episode open is news.
        known.symptom.id = stable_id({known.symptom.id, std::to_string(to_unix_ms(turn.at))});
        known.cleared_at = turn.at;
        known.orphaned_since.reset();
        known.line_at = turn.at;
        turn.write(EventKind::symptom_cleared,
                   {reason_of(word), "", "", known.symptom.sentence, word.actor});
        any = true;
    }
    return any;
}

bool take_back_members(Turn& turn, Crowd& crowd, const HostForgotten& word) {
    bool any = false;
    for (const Crowd::Place place : crowd.on_host(word.host)) {
        any = any || crowd.state(place).is_active();
        give_up_member(turn, crowd, place);
    }
    return any;
}

}  // namespace

void forget_host(Turn& turn, Crowd& crowd, const HostForgotten& word) {
    const bool had_symptoms = take_back_symptoms(turn, word);
    const bool had_members = take_back_members(turn, crowd, word);
    const Incident& incident = turn.incident;
    if (!(had_symptoms || had_members) || !incident.is_open()) return;
    reassess(turn);
    if (incident.has_active_symptoms()) return speak(turn);
    if (!incident.handling.held_open_by.empty()) return;
    // Its reporters' words stand even when nothing else does.
    if (!incident.reporting.reports.empty()) return settle_after_clear(turn);
    resolve(turn,
            {Outcome::dismissed, reason_of(word), word.actor, "", "", "resolved.host_forgotten"});
}

}  // namespace foreshock::incidents
