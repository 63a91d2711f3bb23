#pragma once

#include <optional>

#include "server/incidents/engine.hpp"
#include "server/incidents/judgement.hpp"
#include "server/incidents/service_map.hpp"

namespace foreshock::incidents {

/// How soon somebody must look, by the most urgent active symptom of `incident`, which must have
/// one: occurring critical 1, occurring warning 2; impending by the time left until the expected
/// disruption (`urgent_within` 1, `soon_within` 2, else 3; a critical one at least 2); anything of
/// severity info 3. So that a wavering forecast does not make the priority flap, the time left must
/// be a quarter above a bound to be less urgent than `incident.priority` says.
///
/// One lower while every service that is touched is out of its hours, unless a symptom is critical
/// or the disruption is expected within the hours of one.
Judgement judge_urgency(const Incident& incident, TimePoint now, const Settings& settings,
                        const ServiceMap& services);

/// When time alone makes the incident more urgent, if nothing else happens. Hours of services
/// aside: these turn for all incidents at once, see ServiceMap::next_hours_change.
std::optional<TimePoint> next_urgency_change(const Incident& incident, const Settings& settings);

}  // namespace foreshock::incidents
