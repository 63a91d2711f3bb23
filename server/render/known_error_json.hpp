#pragma once

#include <string>
#include <vector>

#include "server/incidents/known_error.hpp"
#include "server/render/json_forms.hpp"

namespace foreshock::render {

/// A known error with its record: see KnownError in openapi.json.
Json known_error_form(const incidents::KnownError& known_error);

std::string known_error_json(const incidents::KnownError& known_error);
std::string known_errors_json(const std::vector<incidents::KnownError>& known_errors);

}  // namespace foreshock::render
