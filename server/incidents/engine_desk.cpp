#include "server/incidents/desk_steps.hpp"
#include "server/incidents/engine_state.hpp"

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

}  // namespace foreshock::incidents
