#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "server/incidents/service.hpp"

namespace foreshock::desk {

/// On some days of the week from `begin` until before `end`, minutes after midnight on the wall.
/// An end that is not after the begin is on the next day.
struct DailyHours {
    unsigned days = 0;  ///< bit 0 is Monday
    std::chrono::minutes begin{0};
    std::chrono::minutes end{0};  ///< at most 24 h
};

/// "mon-fri 08:00-18:00", "sat,sun 10:00-14:00", "daily 22:00-06:00"; malformed otherwise.
Result<DailyHours> parse_daily_hours(std::string_view text);

struct WeeklyHours {
    std::vector<std::string> texts;  ///< each as parse_daily_hours reads it
    std::vector<DailyHours> daily;
    std::string zone = "UTC";  ///< of the IANA database
};

/// The spans within `within`, ascending, those that touch made one. A time that clocks jump over
/// counts as much later; of one that comes twice the first pass counts. invalid or unavailable as
/// Zone::find.
Result<std::vector<incidents::TimeSpan>> resolve_hours(const WeeklyHours& hours,
                                                       const incidents::TimeSpan& within);

}  // namespace foreshock::desk
