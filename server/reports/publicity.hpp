#pragma once

#include "server/incidents/incident.hpp"
#include "server/incidents/service_map.hpp"

namespace foreshock::reports {

/// May anybody at all hear of it? Never of what is restricted, nor of what is part of another, is a
/// duplicate, or is hidden by a silence. Every public answer asks this first.
bool may_be_public(const incidents::Incident& incident);

/// The public services that it disturbs, by name: those that its symptoms touch, those that need
/// what they touch while it is graver than P3, and those that users named. Empty for what nobody
/// may hear of, and for what only impends unless the desk published words about it.
std::vector<const incidents::Service*> public_services_of(const incidents::Incident& incident,
                                                          const incidents::ServiceMap& services);

}  // namespace foreshock::reports
