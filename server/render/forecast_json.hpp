#pragma once

#include <string>
#include <vector>

#include "server/incidents/forecast_accuracy.hpp"

/// How the outside sees forecasts and their record; the promises of incident_json.hpp hold.
namespace foreshock::render {

/// {"window_seconds":…,"open":[…],"accuracy":[…]}: see Forecasts in openapi.json.
std::string forecasts_json(const std::vector<ScoredForecast>& open,
                           const std::vector<incidents::ForecastAccuracy>& accuracy);

}  // namespace foreshock::render
