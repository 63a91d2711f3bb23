#pragma once

#include <string>

#include "cli/forecast.hpp"
#include "cli/terminal.hpp"

namespace foreshock::cli {

/// What is announced now, soonest first as the server says it, then how each kind has done: over
/// all hosts, and below on each host where there are several. Pure.
std::string render_forecasts(const ForecastList& forecasts, const Look& look);

}  // namespace foreshock::cli
