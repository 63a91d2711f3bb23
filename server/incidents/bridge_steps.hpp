#pragma once

#include "server/incidents/person_step.hpp"
#include "server/incidents/turn.hpp"

namespace foreshock::incidents {

/// conflict unless the incident is open and has no conference yet; invalid without a reason, and
/// for an address that is no http(s) one. Without an address it is asked for: see DeskDecided.
Result<void> open_bridge(Turn& turn, const PersonStep& step, const OpenBridge& what);

/// conflict when nobody asked for one, or it is there already; invalid as above.
Result<void> bridge_ready(Turn& turn, const PersonStep& step, const BridgeReady& what);

/// Written down each time, up to Bridge::visits_max. conflict when there is none.
Result<void> join_bridge(Turn& turn, const PersonStep& step);

/// conflict when there is none.
Result<void> end_bridge(Turn& turn, const PersonStep& step);

/// One that has not ended; null when there is none.
Bridge* open_bridge_of(Incident& incident);

}  // namespace foreshock::incidents
