#pragma once

#include <optional>
#include <string>

#include "agent/agent.hpp"

namespace foreshock::agent {

/// What the command line says over the configuration file.
struct CommandLine {
    std::string config_file;  ///< empty: /etc/foreshock/agent.toml where it exists
    std::optional<std::string> server_url;
    std::optional<std::string> state;
    std::optional<std::string> token_file;
    std::optional<std::string> host_root;
    std::optional<std::string> log_level;
    std::optional<std::uint64_t> ticks;
};

/// The configuration as file, drop-ins and command line make it. Errors as load_config.
Result<AgentConfig> effective_config(const CommandLine& line);

/// Configuration and packs, read and checked: what --check-config does, and a reload.
Result<Orders> load_orders(const CommandLine& line);

}  // namespace foreshock::agent
