#pragma once

#include <string>

#include "cli/incident.hpp"
#include "cli/terminal.hpp"

namespace foreshock::cli {

/// Everything that is known of one incident, most needed first: what, when, why this priority,
/// first signs, probable causes, changes and fixes, evidence, the host at onset with the culprit
/// marked, guide, questions, timeline. Pure.
std::string render_incident(const IncidentDetail& incident, const Look& look);

/// One line about a change, for `watch`.
std::string render_incident_line(const IncidentSummary& incident, const Look& look);

/// One table of a snapshot, its culprit marked with '>'.
std::string render_section(const SnapshotSection& section, const Look& look);

}  // namespace foreshock::cli
