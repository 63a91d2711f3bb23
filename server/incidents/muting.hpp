#pragma once

#include "server/incidents/turn.hpp"

/// What mutes do to an incident. They change what the world is told, never what is recorded.
namespace foreshock::incidents {

/// Its symptoms are muted as judged from now on; fingerprints that it does not have are ignored.
void take_mutes(Turn& turn, const MutesJudged& judged);

/// Is it one of those by which the incident is judged? Active ones are; while none but members is
/// active, those that are kept whole stand for them.
bool counts_for_muting(const Incident& incident, const IncidentSymptom& known);

/// An incident is muted while each symptom that counts is; without any active one it stays as
/// it was. Writes when that changes, and by what. An incident never mutes itself.
void settle_mutes(Turn& turn);

/// A line that what hides it ends soon; with `tells` the world is warned as well.
void warn_of_ending(Turn& turn, const Reason& reason, bool tells);

}  // namespace foreshock::incidents
