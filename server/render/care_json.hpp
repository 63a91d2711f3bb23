#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/incidents/incident.hpp"

namespace foreshock::render {

/// Adds whose it is, its clocks, who was called, its conference, and where the time went.
void add_care(const incidents::Incident& incident, nlohmann::ordered_json& json);

}  // namespace foreshock::render
