#pragma once

#include <string_view>

#include "server/incidents/person_step.hpp"
#include "server/incidents/turn.hpp"

/// What becomes of known fixes that were applied to an incident. An error changes nothing.
namespace foreshock::incidents {

/// Writes the steps into the work log, each marked with the known error that it comes from.
/// conflict unless the incident is open, when the same fix waits for its verdict already, and
/// beyond Handling::fixes_max; invalid without steps or for a type that is none of `step_types`.
Result<void> apply_fix(Turn& turn, const PersonStep& step, const ApplyFix& what);

/// The incident is resolved: of the fixes that wait for their verdict the newest worked and those
/// before it did not. When whoever resolves it names one, it is that one and no other.
void settle_fixes(Turn& turn, std::string_view named, const std::string& actor);

/// It came back: what seemed to work did not.
void unsettle_fixes(Turn& turn);

}  // namespace foreshock::incidents
