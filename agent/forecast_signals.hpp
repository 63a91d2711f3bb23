#pragma once

#include "core/series.hpp"
#include "detectors/forecast_record.hpp"

namespace foreshock::agent {

/// The record of this host's forecasts as signals, a few series per kind that has ever made one
/// (agent.forecast.*, see agent/self_signals.hpp).
void add_forecast_signals(const detectors::ForecastRecord& record, TimePoint now, SampleSink& out);

}  // namespace foreshock::agent
