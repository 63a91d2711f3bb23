#pragma once

#include "server/oncall/deliberation.hpp"

/// The clocks of an incident.
namespace foreshock::oncall {

/// Starts, pauses, tightens and stops both clocks, and says when little is left and when a promise
/// is broken. They begin when the world, or a person, knows of the incident, and count from when it
/// was opened. A promise that is made is never loosened.
void keep_promises(Deliberation& about);

/// When time alone changes something.
std::optional<TimePoint> clock_deadline(const incidents::Clocks& clocks);

}  // namespace foreshock::oncall
