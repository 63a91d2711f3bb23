#pragma once

#include "server/incidents/turn.hpp"

/// What mutes do to an incident. They change what the world is told, never what is recorded.
namespace foreshock::incidents {

/// Its symptoms are muted as judged from now on; fingerprints that it does not have are ignored.
void take_mutes(Turn& turn, const MutesJudged& judged);

/// An incident is muted while each of its active symptoms is; without any active one it stays as
/// it was. Writes when that changes, and by what. An incident never mutes itself.
void settle_mutes(Turn& turn);

/// A line that what hides it ends soon; with `tells` the world is warned as well.
void warn_of_ending(Turn& turn, const Reason& reason, bool tells);

}  // namespace foreshock::incidents
