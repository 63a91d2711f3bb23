#pragma once

#include <vector>

#include "server/incidents/hypothesis.hpp"
#include "server/store/json_values.hpp"

namespace foreshock::store {

/// The hypotheses of an incident within its body. Reading throws for what was not written so; a
/// body of before they existed has none.
Json hypotheses_to_json(const std::vector<incidents::Hypothesis>& hypotheses);
std::vector<incidents::Hypothesis> hypotheses_from_json(const Json& incident);

}  // namespace foreshock::store
