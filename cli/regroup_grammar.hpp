#pragma once

#include "cli/arguments.hpp"

namespace CLI {
class App;
}

namespace foreshock::cli {

/// The commands `merge`, `split`, `undo` and `triage` of `incidents`. Both must outlive the
/// parsing.
void add_regroup_commands(CLI::App& incidents, Arguments& arguments);

}  // namespace foreshock::cli
