#pragma once

#include <ostream>

#include "agent/config.hpp"

namespace foreshock::agent {

class Complaints;
class ConfigSection;

/// [logs], if it is there.
void read_logs(ConfigSection& top, AgentConfig& config, Complaints& complaints);

/// [logs] as read_logs reads it.
void print_logs(const AgentConfig& config, std::ostream& out);

}  // namespace foreshock::agent
