#pragma once

#include <vector>

#include "server/incidents/hypothesis.hpp"
#include "server/render/json_forms.hpp"

namespace foreshock::render {

/// See Hypothesis in openapi.json.
Json hypothesis_list(const std::vector<incidents::Hypothesis>& hypotheses);

}  // namespace foreshock::render
