#pragma once

#include <string>
#include <vector>

#include "cli/incident.hpp"
#include "cli/terminal.hpp"

namespace foreshock::cli {

/// A line per incident that fits 80 columns: number, priority, phase, time left, host, title,
/// state, age. Pure.
std::string render_incident_table(const std::vector<IncidentSummary>& incidents, const Look& look);

}  // namespace foreshock::cli
