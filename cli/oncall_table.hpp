#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

/// What the API says about who is on call, as far as the command line shows it.
namespace foreshock::cli {

struct TurnLine {
    std::string person;
    std::optional<TimePoint> begins;
    std::optional<TimePoint> ends;
    std::string begins_local;  ///< on the wall of the schedule: "2026-11-26 09:00"
    std::string ends_local;
};

struct OnCallLine {
    std::string schedule;
    std::optional<TurnLine> now;
    std::optional<TurnLine> next;
};

/// malformed when it is no JSON, or no list.
Result<std::vector<OnCallLine>> read_on_call(std::string_view json);

/// A line per schedule: who has it for how long, and who is next. Pure.
std::string render_on_call(const std::vector<OnCallLine>& lines, const Look& look);

}  // namespace foreshock::cli
