#include "server/incidents/regroup.hpp"

#include "server/incidents/episodes.hpp"
#include "server/incidents/fingerprint.hpp"
#include "server/incidents/lifecycle.hpp"
#include "server/incidents/membership.hpp"
#include "server/incidents/report_steps.hpp"

namespace foreshock::incidents {
namespace {

std::string words_of(const Incident& incident) {
    return "incident " + std::to_string(incident.number);
}

// The record keeps what it held; nobody waits for its end here any more.
void let_go_of_symptoms(Turn& turn) {
    for (IncidentSymptom& known : turn.incident.symptoms) {
        known.orphaned_since.reset();
        if (known.is_active()) known.cleared_at = turn.at;
    }
}

void end_as_merged(Turn& from, const Incident& into, const Reason& why, const std::string& actor) {
    Incident& incident = from.incident;
    from.write(EventKind::merged, {why, "", words_of(into), incident.sentence, actor});
    let_go_of_symptoms(from);
    incident.state = IncidentState::resolved;
    incident.outcome = Outcome::merged;
    incident.merged_into = into.id;
    incident.resolved_at = from.at;
    incident.recovering_since.reset();
    if (is_known_to_be_open(incident)) from.tell(Transition::resolved);
    close(from, {"merged", "it is part of " + words_of(into) + " now"});
}

void take_owner(Turn& into, const Incident& from) {
    if (!into.incident.owner.empty() || from.owner.empty()) return;
    into.incident.owner = from.owner;
    into.incident.state = IncidentState::in_progress;
    if (!into.incident.acknowledged_at) into.incident.acknowledged_at = into.at;
    into.write(EventKind::acknowledged,
               {{"merged", from.owner + " owned " + words_of(from)}, "", from.owner, ""});
}

}  // namespace

std::vector<Crowd::Place> absorb(Turn& into, Crowd& crowd, Turn& from, const Reason& why,
                                 const std::string& actor) {
    const bool brings_active = from.incident.has_active_symptoms();
    std::vector<Crowd::Place> demoted;
    for (IncidentSymptom known : from.incident.symptoms) {
        known.joined_because.push_back(why);
        IncidentSymptom* same = find_symptom(into.incident, known.symptom);
        if (same) {
            if (known.received_at >= same->received_at) *same = std::move(known);
        } else if (into.incident.symptoms.size() < into.settings.symptoms_per_incident_max) {
            into.incident.symptoms.push_back(std::move(known));
        } else if (!crowd.find(fingerprint(known.symptom))) {
            demoted.push_back(demote(into, crowd, known));
        }
    }
    into.incident.occurred = into.incident.occurred || from.incident.occurred;
    into.write(EventKind::merged,
               {why, words_of(from.incident), "", from.incident.sentence, actor});
    take_reports_of(into, from.incident, why);
    take_owner(into, from.incident);
    end_as_merged(from, into.incident, why, actor);
    if (into.incident.recovering_since && brings_active) relapse(into, why);
    return demoted;
}

}  // namespace foreshock::incidents
