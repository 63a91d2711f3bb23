#pragma once

#include <vector>

#include "server/incidents/known_error.hpp"
#include "server/store/database.hpp"

namespace foreshock::store {

/// The column `steps`: [["checked","df -h"],["changed","…"]].
std::string encode_fix_steps(const std::vector<incidents::FixStep>& steps);

/// Oldest first, with their records. Of outcomes for one known error the newest 1000 count.
Result<std::vector<incidents::KnownError>> known_errors(Connection& connection);

/// Writes down what became of a fix; a later word of the same incident replaces it. not_found for
/// an unknown known error.
Result<void> save_fix_outcome(Connection& connection, const incidents::FixOutcome& outcome);

/// What the timeline says of fixes: `fix_named` worked, `fix_failed` did not, and neither did any
/// when the incident is `reopened`. Within the caller's transaction.
Result<void> note_fixes(Connection& connection, const std::vector<incidents::Incident>& incidents,
                        const std::vector<incidents::Event>& events);

}  // namespace foreshock::store
