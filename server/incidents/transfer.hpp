#pragma once

#include <array>
#include <string_view>

#include "server/incidents/person_step.hpp"
#include "server/incidents/turn.hpp"

namespace foreshock::incidents {

/// Why an incident gets another owner: codes that never change.
inline constexpr std::array<std::string_view, 13> transfer_reasons{
    "routing",      "priority",         "category",      "skill",      "access",
    "time_in_tier", "not_acknowledged", "clock_at_risk", "wrong_team", "shift_end",
    "workload",     "absence",          "user_request"};

/// conflict unless it is open, for an escalation to no higher tier and a hand-over to a higher one;
/// invalid for an unknown reason, no note where one is needed, nobody to give it to. What is empty
/// in `what` stays as it is. Those who know of the incident are told.
Result<void> transfer(Turn& turn, const PersonStep& step, const Transfer& what);

/// From now on it is that person's, or with an empty name their team's, who have yet to take it.
void give_to(Turn& turn, const std::string& owner);

}  // namespace foreshock::incidents
