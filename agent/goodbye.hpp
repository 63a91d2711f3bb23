#pragma once

#include <string>

#include "core/change.hpp"
#include "core/host_fs.hpp"

namespace foreshock::agent {

/// Why the agent is told to stop, from files alone: nothing is asked that could hang while the
/// host goes down. A file STATE/upgrading, which package scripts leave, means an upgrade.
/// run/foreshock-agent-going, which foreshock-agent-farewell.service leaves when systemd stops
/// everything, says "reboot" or "shutdown". systemd's
/// run/systemd/shutdown/scheduled names a planned reboot or power-off, and run/nologin, which
/// systemd makes when it begins to stop everything, means that the host goes down.
Goodbye goodbye_reason(const HostFs& host, const std::string& state);

}  // namespace foreshock::agent
