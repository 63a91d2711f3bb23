#pragma once

#include "server/incidents/person_step.hpp"
#include "server/incidents/turn.hpp"

/// An incident that waits for something: pending, with a reason and maybe an end.
namespace foreshock::incidents {

/// conflict unless it is open and has an owner; invalid without a reason, and for a `wake_at` that
/// is not later than now.
Result<void> pend(Turn& turn, const PersonStep& step, const Pend& what);

/// conflict unless it is pending.
Result<void> resume(Turn& turn, const PersonStep& step);

/// Goes on when its time has come.
void wake_if_due(Turn& turn);

std::optional<TimePoint> wake_at(const Incident& incident);

}  // namespace foreshock::incidents
