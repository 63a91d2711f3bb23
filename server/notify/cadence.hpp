#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/notify/tell_plan.hpp"

namespace foreshock::notify {

/// Somebody has to say how an incident stands: nobody was told anything for so long.
struct UpdateDue {
    TimePoint told_at;  ///< the last word
    int times = 1;      ///< how many times the promised span has passed since
};

/// So often is an owner reminded of one silence.
inline constexpr int reminders_max = 3;

/// None while it is over, waits on purpose, is hidden, or was never told. Pure.
std::optional<UpdateDue> update_due(const incidents::Incident& incident, const Cadence& every,
                                    TimePoint now);

/// Where the owner hears of it: by their first contact; without an owner that the directory knows,
/// wherever responders are told of the incident, machines apart.
std::vector<Told> who_is_reminded(const incidents::Incident& incident, const TellPlan& plan,
                                  const TellSurroundings& around);

}  // namespace foreshock::notify
