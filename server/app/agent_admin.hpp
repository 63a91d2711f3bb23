#pragma once

#include <string>

#include "core/result.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::app {

/// Lets an agent in and returns its new token: the only time that it can be read. An agent that
/// was in already gets a new token, and its old one is worth nothing from now on. invalid for a
/// name that is empty, too long or has characters that a path could not carry plainly.
Result<std::string> add_agent(incidents::AgentRegistry& registry, const std::string& name);

}  // namespace foreshock::app
