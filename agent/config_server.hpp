#pragma once

#include "agent/server_settings.hpp"

namespace foreshock::agent {

class ConfigSection;

/// The table [server], with every complaint. `url` is one server; `urls` are several, the first
/// preferred. A later file's `url` or `urls` replaces what an earlier one said.
void read_server(ConfigSection& section, ServerSettings& server);

}  // namespace foreshock::agent
