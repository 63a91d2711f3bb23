#pragma once

#include <string>
#include <string_view>

#include "cli/incident.hpp"
#include "cli/terminal.hpp"

/// Small words that the table, the view, the watch and the demo share. Pure.
namespace foreshock::cli {

/// Narrow, for a column: "8s", "1m52s", "3h04m", "2d04h".
std::string short_duration(Duration span);

/// "00:01:52", as on a stop-watch.
std::string stop_watch(Duration span);

/// What comes, in a column: the time left, "due" once it is past, "now" while it occurs, "clear"
/// while the recovery is being watched, "-" when it is over.
std::string countdown(const IncidentSummary& incident, TimePoint now);

/// "in progress", "new", or "recovering" while an open one is watched.
std::string state_words(const IncidentSummary& incident);

Colour colour_of_priority(std::string_view priority);

/// "1 symptom", "3 symptoms".
std::string counted(std::size_t count, std::string_view thing);

}  // namespace foreshock::cli
