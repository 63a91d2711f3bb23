#pragma once

#include "server/incidents/handling.hpp"
#include "server/store/json_values.hpp"

namespace foreshock::store {

/// What the desk keeps of an incident, as part of its stored body.
Json care_to_json(const incidents::Care& care);
/// Throws what the library throws, or std::out_of_range, for what it did not write.
incidents::Care care_from_json(const Json& json);

Json spent_to_json(const incidents::TimeSpent& spent);
incidents::TimeSpent spent_from_json(const Json& json);

}  // namespace foreshock::store
