#pragma once

#include <cstdint>
#include <string_view>

#include "core/time.hpp"

namespace foreshock {

/// syslog(3)'s levels.
enum class LogSeverity : std::uint8_t {
    emergency,
    alert,
    critical,
    error,
    warning,
    notice,
    informational,
    debug,
};

/// One line of somebody's log, as it was written. The views are good until the call ends.
struct LogLine {
    TimePoint at;             ///< when it was written, as far as the log says
    std::string_view source;  ///< "journal", "kernel", or the path of the file
    std::string_view unit;    ///< "nginx.service" or the program's name; empty when unknown
    LogSeverity severity;
    std::string_view text;  ///< without the line's end, cut to text_bytes_max

    static constexpr std::size_t text_bytes_max = 4096;
};

}  // namespace foreshock
