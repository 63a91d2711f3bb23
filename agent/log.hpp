#pragma once

#include <cstdint>
#include <string_view>

namespace foreshock::agent {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

/// Where the agent says what happens to itself, one line per event. For the loop's thread.
class EventLog {
public:
    virtual ~EventLog() = default;
    virtual void say(LogLevel level, std::string_view text) = 0;

    void debug(std::string_view text) { say(LogLevel::debug, text); }

    void info(std::string_view text) { say(LogLevel::info, text); }

    void warn(std::string_view text) { say(LogLevel::warning, text); }

    void error(std::string_view text) { say(LogLevel::error, text); }
};

}  // namespace foreshock::agent
