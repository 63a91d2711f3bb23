#pragma once

#include <string>
#include <vector>

#include "server/oncall/schedule.hpp"

namespace foreshock::oncall {

/// One shift as a calendar program shows it.
struct CalendarShift {
    std::string schedule;  ///< name
    std::string summary;
    Shift shift;
};

/// A calendar of RFC 5545: each shift an event of its own with times in UTC, so that no reader has
/// to know zones or repetitions. `uid`s are the same for the same schedule and begin; `revision` is
/// their SEQUENCE. Lines end with CR LF and are folded at 75 octets, never within a character.
std::string icalendar(const std::string& name, const std::vector<CalendarShift>& shifts,
                      std::uint64_t revision, TimePoint at);

/// A content line folded, with its end. Public for its tests.
std::string folded_line(std::string_view line);

}  // namespace foreshock::oncall
