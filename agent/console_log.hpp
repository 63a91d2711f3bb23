#pragma once

#include <memory>
#include <string>

#include "agent/log.hpp"
#include "core/result.hpp"

namespace foreshock::agent {

/// A log whose level changes while it is used.
class LeveledLog : public EventLog {
public:
    /// debug, info, warning or error.
    virtual void set_level(const std::string& level) = 0;
};

/// Lines on standard error, with time and level unless systemd's journal adds them itself.
/// `level` is "debug", "info", "warning" or "error".
std::unique_ptr<LeveledLog> make_console_log(const std::string& level);

}  // namespace foreshock::agent
