#pragma once

#include "server/incidents/engine.hpp"
#include "server/incidents/incident.hpp"

namespace foreshock::incidents {

/// Impact × urgency, read off the matrix, at the moment `now`, with every reason and its numbers.
///
/// Impact: the gravest hint among the active kinds (1 the host, 2 a service, 3 a component); two
/// hosts make it at least 2, five make it 1.
/// Urgency: occurring critical 1, occurring warning 2; impending by the time left until the
/// expected disruption (`urgent_within` 1, `soon_within` 2, else 3; a critical one at least 2);
/// anything of severity info 3. The most urgent symptom counts. So that a wavering forecast does
/// not make the priority flap, the time left must be a quarter above a bound to be less urgent
/// than `incident.priority` says.
/// Without active symptoms the priority stays what it was.
Priority prioritise(const Incident& incident, TimePoint now, const Settings& settings);

/// When time alone makes the incident more urgent, if nothing else happens.
std::optional<TimePoint> next_urgency_change(const Incident& incident, const Settings& settings);

constexpr std::size_t hosts_for_impact_two = 2;
constexpr std::size_t hosts_for_impact_one = 5;

}  // namespace foreshock::incidents
