#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/incidents/handling.hpp"

namespace foreshock::render {

/// Adds what people arranged to an incident's object: `waiting`, `major`, `links`, `held_open_by`,
/// `returns`. The same keys are always there.
void add_handling(const incidents::Handling& handling, nlohmann::ordered_json& json);

}  // namespace foreshock::render
