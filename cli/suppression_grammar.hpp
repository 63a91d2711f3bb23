#pragma once

#include "cli/arguments.hpp"

namespace CLI {
class App;
}

namespace foreshock::cli {

/// The commands `silence` and `maintenance`. Both must outlive the parsing.
void add_suppression_commands(CLI::App& to, Arguments& arguments);

}  // namespace foreshock::cli
