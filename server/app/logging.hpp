#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace foreshock::app {

/// One line per event on standard error: time, level, part, words. Safe from any thread.
class Log {
public:
    /// `level` is debug, info, warn or error.
    explicit Log(std::string_view level);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    void set_level(std::string_view level);
    void debug(std::string_view part, std::string_view words);
    void info(std::string_view part, std::string_view words);
    void warn(std::string_view part, std::string_view words);
    void error(std::string_view part, std::string_view words);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace foreshock::app
