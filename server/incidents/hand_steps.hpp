#pragma once

#include "server/incidents/person_step.hpp"
#include "server/incidents/turn.hpp"

/// What people do to an incident beyond taking, noting and resolving it.
namespace foreshock::incidents {

/// Does the step. `other` is the incident that a link names, or null where none is named or it is
/// closed: not_found then. Errors are those of the single steps; an error changes nothing.
Result<void> take_step(Turn& turn, Turn* other, const PersonStep& step);

/// The incident that the step names beside its own; empty for most.
std::string other_incident(const PersonStep& step);

/// conflict unless it is open and somebody was told of it; invalid without words. Told at once.
Result<void> give_update(Turn& turn, const PersonStep& step, const GiveUpdate& what);

/// conflict unless it is resolved; invalid without a reason. Told at once if its end was told.
Result<void> reopen_by_hand(Turn& turn, const PersonStep& step, const Reopen& what);

/// conflict unless it is resolved and no symptom is active.
Result<void> confirm_closed(Turn& turn, const PersonStep& step, const ConfirmClosed& what);

}  // namespace foreshock::incidents
