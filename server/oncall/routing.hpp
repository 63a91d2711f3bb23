#pragma once

#include "server/oncall/deliberation.hpp"

/// Who has an incident, by rule.
namespace foreshock::oncall {

/// The first rule that fits; null when none does.
const RouteRule* route_of(const incidents::Incident& incident, const World& world);

/// The team of a tier for that incident; empty when that tier is not arranged.
std::string team_of(people::Tier tier, const incidents::Incident& incident, const World& world);

/// Gives what nobody has to a team, and what is new to another one when its category changed; what
/// is grave straight to L3; what stays too long, or is not acknowledged, or endangers its promise,
/// to the next tier. Never moves it sideways or back after a person gave it to somebody.
void route(Deliberation& about);

/// By rule to the next tier that is arranged; false when there is none.
bool escalate(Deliberation& about, const std::string& reason, const std::string& text);

/// When time alone sends it on.
std::optional<TimePoint> tier_deadline(const incidents::Incident& incident, const World& world);

/// Fills in what a person left out: the team of a person or a tier, the tier of a team. invalid for
/// people and teams that nobody knows, not_found for a tier without a team.
Result<void> complete(incidents::Transfer& transfer, const incidents::Incident& incident,
                      const World& world);

}  // namespace foreshock::oncall
