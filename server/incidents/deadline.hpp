#pragma once

#include "server/incidents/engine.hpp"

namespace foreshock::incidents {

/// The next moment at which time alone changes the incident: a word is due, the disruption comes
/// near, the soak is over, an orphan is given up, nobody objected to the resolution.
std::optional<TimePoint> next_deadline(const Incident& incident, const Settings& settings);

}  // namespace foreshock::incidents
