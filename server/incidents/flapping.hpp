#pragma once

#include "server/incidents/turn.hpp"

/// What comes back again and again is told less often. Its state is true all the time; only the
/// words about its returns wait, each longer than the one before.
namespace foreshock::incidents {

/// It was reopened: remembers that, and says on the timeline when words are spaced out from now.
void note_return(Turn& turn);

/// How many times it came back within `flap_window` before its last return.
std::size_t returns_lately(const Incident& incident, const Settings& settings);

/// How long the word of its last return waits: nothing below `flap_returns_min` returns, then
/// `flap_pause`, doubled with each further one, at most `flap_pause_max`. Nothing graver than what
/// was told last waits.
Duration word_pause(const Incident& incident, const Settings& settings);

/// For people: why this word comes late. Empty when it does not.
std::string explain_pause(const Incident& incident, const Settings& settings);

}  // namespace foreshock::incidents
