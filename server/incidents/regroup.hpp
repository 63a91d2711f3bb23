#pragma once

#include "server/incidents/crowd.hpp"
#include "server/incidents/turn.hpp"

/// Incidents that turn out to be one.
namespace foreshock::incidents {

/// Moves all symptoms of `from` to `into`, both open. `from` ends at once as `merged`, told to
/// whoever was told of it; `into` goes on, with the owner of `from` if it had none itself. A line
/// on both timelines says why. The members are the roster's to pass.
/// Returns those that `into` has no room to keep whole and took as members.
std::vector<Crowd::Place> absorb(Turn& into, Crowd& crowd, Turn& from, const Reason& why,
                                 const std::string& actor);

}  // namespace foreshock::incidents
