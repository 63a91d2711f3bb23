#pragma once

#include <ostream>

#include "agent/orders.hpp"

namespace foreshock::agent {

/// --once: collects twice, a second apart, and prints every sample as `signal{labels} value`.
Result<void> print_once(const AgentConfig& config, EventLog& log, std::ostream& out);

/// --list: every collector with its signals, from the catalogue, and the agent's own signals.
void print_list(std::ostream& out);

}  // namespace foreshock::agent
