#pragma once

#include "server/incidents/turn.hpp"

/// Incidents that turn out to be one.
namespace foreshock::incidents {

/// Moves all symptoms of `from` to `into`, both open. `from` ends at once as `merged`, told to
/// whoever was told of it; `into` goes on, with the owner of `from` if it had none itself. A line
/// on both timelines says why.
void absorb(Turn& into, Turn& from, const Reason& why, const std::string& actor);

}  // namespace foreshock::incidents
