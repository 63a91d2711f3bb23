#pragma once

#include "server/incidents/incident.hpp"

namespace foreshock::incidents {

/// Is it for its own responders alone? The field comes with the breach procedure; until an incident
/// has it, none is.
template <class AnyIncident>
bool is_restricted(const AnyIncident& incident) {
    if constexpr (requires { static_cast<bool>(incident.restricted); }) {
        return static_cast<bool>(incident.restricted);
    } else {
        return false;
    }
}

}  // namespace foreshock::incidents
