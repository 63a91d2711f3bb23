#pragma once

#include "server/incidents/person_step.hpp"
#include "server/incidents/turn.hpp"

/// Duplicates, and parts of a larger one. A link is written on both incidents in one step.
namespace foreshock::incidents {

/// Links go one level deep: what has a parent or an original cannot be one. A link that is there
/// changes nothing. invalid for itself and for a kind that only the other side may use; conflict
/// where it would nest, and at Handling::links_max.
Result<void> make_link(Turn& turn, Turn& other, const PersonStep& step, const MakeLink& what);

/// not_found when there is none. `other` is null when that one is closed.
Result<void> remove_link(Turn& turn, Turn* other, const PersonStep& step, const RemoveLink& what);

/// The other one is gone: so is the link to it, without a word of what it was.
void forget_link(Turn& turn, const Incident& gone);

/// A duplicate's opening, changes and returns are not told: its original speaks for it. Its end is
/// told if anybody had heard of it.
bool is_duplicate(const Incident& incident);

}  // namespace foreshock::incidents
