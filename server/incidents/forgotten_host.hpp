#pragma once

#include "server/incidents/crowd.hpp"
#include "server/incidents/engine.hpp"
#include "server/incidents/turn.hpp"

namespace foreshock::incidents {

/// Takes back what the host has in the turn's incident, by the reason "host_forgotten". An open
/// incident of which nothing else is active is resolved at once, as dismissed: there is nobody who
/// could see a recovery. One that a person reopened, or that users reported, stays with them.
void forget_host(Turn& turn, Crowd& crowd, const HostForgotten& word);

}  // namespace foreshock::incidents
