#pragma once

#include <array>

#include "server/incidents/person_step.hpp"
#include "server/incidents/turn.hpp"

/// A major incident: one that is led by people in roles.
namespace foreshock::incidents {

inline constexpr std::array<std::string_view, 5> major_roles{"commander", "communications",
                                                             "operations", "liaison", "scribe"};

/// conflict unless it is open and not major already; invalid without a reason.
Result<void> declare_major(Turn& turn, const PersonStep& step, const DeclareMajor& what);

/// The policy: what was told at `major_at_level` or graver is major, unless a person ended that.
void declare_major_by_policy(Turn& turn);

/// conflict unless it is major; invalid for an unknown role and for nobody.
Result<void> give_role(Turn& turn, const PersonStep& step, const GiveRole& what);

/// conflict unless it is major; invalid without a reason.
Result<void> end_major(Turn& turn, const PersonStep& step, const EndMajor& what);

bool is_major(const Incident& incident);

}  // namespace foreshock::incidents
