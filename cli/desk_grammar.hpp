#pragma once

#include "cli/arguments.hpp"

namespace CLI {
class App;
}

namespace foreshock::cli {

/// `incidents apply` and `breach`, below `incidents`. Fills in `arguments`, which must outlive the
/// parsing.
void add_desk_commands(CLI::App& incidents, Arguments& arguments);

}  // namespace foreshock::cli
