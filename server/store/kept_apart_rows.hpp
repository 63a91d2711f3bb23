#pragma once

#include <string>

#include "server/store/database.hpp"

/// The table `kept_apart`. Functions on a connection that the caller has to itself.
namespace foreshock::store {

/// The incident, and those that were merged into it, are kept elsewhere from now on: row, timeline,
/// words that wait to be sent, threads outside, forecasts and what search knows of them go. Their
/// numbers stay taken. Within the caller's transaction; twice is as once.
Result<void> keep_apart(Connection& connection, const std::string& incident_id);

/// Is it one of those?
Result<bool> is_kept_apart(Connection& connection, const std::string& incident_id);

}  // namespace foreshock::store
