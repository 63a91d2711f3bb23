#include "server/incidents/desk_steps.hpp"
#include "server/incidents/engine_state.hpp"
#include "server/incidents/links.hpp"

namespace foreshock::incidents {

Result<Changes> Engine::State::on(const DeskDecided& decided) {
    Incident* incident = roster.find(decided.incident_id);
    if (!incident) return fail(Errc::not_found, "incident " + decided.incident_id);
    Changes changes;
    Turn now = turn(*incident, decided.at, changes);
    take_decision(now, decided);
    finish(now);
    return changes;
}

Result<Changes> Engine::State::on(const PageSettled& settled) {
    Incident* incident = roster.find(settled.incident_id);
    if (!incident) return fail(Errc::not_found, "incident " + settled.incident_id);
    Changes changes;
    Turn now = turn(*incident, settled.at, changes);
    settle_page(now, settled);
    finish(now);
    return changes;
}

Result<Changes> Engine::State::on(const KeptApart& step) {
    Incident* incident = roster.find(step.incident_id);
    if (!incident) return fail(Errc::not_found, "incident " + step.incident_id);
    if (incident->symptoms_beyond > 0) {
        return fail(Errc::conflict,
                    number_words(*incident) + " has " + std::to_string(incident->symptoms_beyond) +
                        " symptoms that are only counted: split off what is meant first");
    }
    Changes changes;
    for (const IncidentLink& link : incident->handling.links) {
        Incident* linked = roster.find(link.incident_id);
        if (!linked) continue;
        Turn other = turn(*linked, step.at, changes);
        forget_link(other, *incident);
        finish(other);
    }
    changes.pages_withdrawn.push_back(incident->id);
    incident->state = IncidentState::closed;
    if (load.note(*incident, *services)) services_due_at = step.at;
    roster.refile(*incident);
    return changes;
}

}  // namespace foreshock::incidents
