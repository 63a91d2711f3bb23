#pragma once

#include "core/symptom.hpp"
#include "server/store/json_values.hpp"

namespace foreshock::store {

Json symptom_to_json(const Symptom& symptom);

/// Throws what nlohmann::json throws, and std::out_of_range for an unknown name: the codec of the
/// whole body catches it.
Symptom symptom_from_json(const Json& json);

Json forecast_to_json(const std::optional<Forecast>& forecast);
std::optional<Forecast> forecast_from_json(const Json& json);

Phase phase_from_json(const Json& json);
Severity severity_from_json(const Json& json);

}  // namespace foreshock::store
