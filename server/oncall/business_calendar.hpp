#pragma once

#include <string>
#include <vector>

#include "server/desk/weekly_hours.hpp"
#include "server/desk/zone.hpp"

namespace foreshock::oncall {

/// A day on which nobody works, in the zone of its calendar.
struct Holiday {
    std::chrono::local_days day;
    std::string name;
};

/// The hours in which promises are counted. A value; any thread.
class BusinessCalendar {
public:
    static constexpr Duration search_max = std::chrono::hours{24 * 800};
    static constexpr std::size_t holidays_max = 1000;

    /// Errors as Zone::find; invalid without hours, which would never open.
    static Result<BusinessCalendar> make(std::string name, desk::WeeklyHours hours,
                                         std::vector<Holiday> holidays);

    [[nodiscard]] const std::string& name() const { return name_; }

    [[nodiscard]] bool is_open(TimePoint at) const;
    /// How much of the time from `begin` to before `end` is open.
    [[nodiscard]] Duration open_time(TimePoint begin, TimePoint end) const;
    /// When `span` of open time will have passed since `begin`; `search_max` later when it never
    /// does before.
    [[nodiscard]] TimePoint after(TimePoint begin, Duration span) const;

private:
    BusinessCalendar(std::string name, desk::WeeklyHours hours, desk::Zone zone,
                     std::vector<Holiday> holidays)
        : name_(std::move(name)),
          hours_(std::move(hours)),
          zone_(std::move(zone)),
          holidays_(std::move(holidays)) {}

    [[nodiscard]] std::vector<incidents::TimeSpan> open_spans(TimePoint begin, TimePoint end) const;

    std::string name_;
    desk::WeeklyHours hours_;
    desk::Zone zone_;
    std::vector<Holiday> holidays_;
};

/// "2026-12-31 New Year's Eve": a date, and after a blank its name, which may be missing.
Result<Holiday> parse_holiday(std::string_view text);

}  // namespace foreshock::oncall
