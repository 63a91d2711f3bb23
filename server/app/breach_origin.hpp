#pragma once

#include <vector>

#include "server/breach/procedure.hpp"
#include "server/incidents/incident.hpp"

namespace foreshock::app {

/// An incident with all that is to be kept of it.
struct IncidentRecord {
    const incidents::Incident& incident;
    const std::vector<incidents::Event>& timeline;  ///< oldest first
};

/// What a breach takes over from the incident that it was: symptoms as signs, the timeline as
/// lines, the whole of it, rendered, as a record with its digest, and what the world was told
/// already. conflict for an incident with symptoms that are only counted: nobody could tell their
/// new words from those of other incidents. Pure.
Result<breach::Origin> origin_of(const IncidentRecord& record);

}  // namespace foreshock::app
