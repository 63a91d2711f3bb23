#pragma once

#include "cli/arguments.hpp"

namespace CLI {
class App;
}

namespace foreshock::cli {

/// The commands `host forget` and `host revoke`. Both must outlive the parsing.
void add_host_commands(CLI::App& app, Arguments& arguments);

}  // namespace foreshock::cli
