#pragma once

#include "server/incidents/impact.hpp"
#include "server/incidents/urgency.hpp"

namespace foreshock::incidents {

/// Impact × urgency, read off the matrix, at the moment `now`, with every reason and its numbers.
/// Without active symptoms the priority stays what it was.
Priority prioritise(const Incident& incident, TimePoint now, const Settings& settings,
                    const ServiceMap& services = {}, const ServiceLoad& load = {});

}  // namespace foreshock::incidents
