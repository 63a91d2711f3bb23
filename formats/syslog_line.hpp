#pragma once

#include <optional>
#include <string_view>

#include "core/log_line.hpp"

namespace foreshock::formats {

/// What a line of a log file says about itself, as far as it does. Views into the line.
struct SyslogLine {
    std::optional<TimePoint> at;
    std::optional<LogSeverity> severity;  ///< of "<PRI>" alone
    std::string_view program;             ///< "sshd", without its process id
    std::string_view message;             ///< what the program said; the whole line at worst
};

/// Reads RFC 5424 ("<34>1 2026-11-25T19:48:38Z host sshd 42 ID47 - text"), RFC 3164 and what
/// rsyslog and syslog-ng write into files ("[<34>]TIME host sshd[42]: text"), and lines of programs
/// ("TIME text", "text"). `utc_offset`: how far local time is ahead of UTC.
SyslogLine parse_syslog_line(std::string_view line, TimePoint now, Duration utc_offset);

}  // namespace foreshock::formats
