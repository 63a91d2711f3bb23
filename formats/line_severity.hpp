#pragma once

#include <optional>
#include <string_view>

#include "core/log_line.hpp"

namespace foreshock::formats {

/// The severity that a line states about itself near its beginning, as programs write it: "ERROR",
/// "[warn]", "level=error", "\"severity\":\"debug\"". None when it states none.
std::optional<LogSeverity> stated_severity(std::string_view text);

/// As stated; else by the words of the text ("failed", "panic", "warning"; not "0 errors" or
/// "without error"); else informational.
LogSeverity guess_severity(std::string_view text);

}  // namespace foreshock::formats
