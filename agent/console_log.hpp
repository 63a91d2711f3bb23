#pragma once

#include <memory>
#include <string>

#include "agent/log.hpp"
#include "core/result.hpp"

namespace foreshock::agent {

/// Lines on standard error, with time and level unless systemd's journal adds them itself.
/// `level` is "debug", "info", "warning" or "error".
std::unique_ptr<EventLog> make_console_log(const std::string& level);

}  // namespace foreshock::agent
