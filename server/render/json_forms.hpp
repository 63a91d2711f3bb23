#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "server/incidents/incident.hpp"

// For the sources of this room only: how the parts of an incident look wherever they appear.

namespace foreshock::render {

// Keys keep the order in which they are documented: people read this in terminals.
using Json = nlohmann::ordered_json;

std::string text_of(const Json& json);
Json time_json(const std::optional<TimePoint>& at);
Json reason_list(const std::vector<incidents::Reason>& reasons);

}  // namespace foreshock::render
