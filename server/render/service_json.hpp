#pragma once

#include <string>

#include "server/incidents/service_state.hpp"

namespace foreshock::render {

/// One element of the list of services.
std::string service_summary_json(const incidents::ServiceState& state);

/// With hosts, dependencies and dependents. docs/reference/api.md and openapi.json tell the fields.
std::string service_detail_json(const incidents::ServiceState& state,
                                const incidents::ServiceMap& services, TimePoint now);

}  // namespace foreshock::render
