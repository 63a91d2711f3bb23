#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/incidents/handling.hpp"

namespace foreshock::store {

/// What people arranged around an incident, as a part of its body; reads back equal. Reading throws
/// as the library does, for the catch of the body's codec.
nlohmann::json handling_to_json(const incidents::Handling& handling);
incidents::Handling handling_from_json(const nlohmann::json& json);

}  // namespace foreshock::store
