#pragma once

#include "agent/console_log.hpp"
#include "agent/orders.hpp"

namespace foreshock::agent {

/// Runs the agent in the foreground until SIGTERM, SIGINT or the last of `--ticks`; SIGHUP reads
/// configuration and packs again. Answers the exit status: 0 after a clean stop, 1 when the state
/// folder cannot be used, 2 when the configuration is wrong.
int run_daemon(const CommandLine& line, Orders orders, LeveledLog& log);

}  // namespace foreshock::agent
