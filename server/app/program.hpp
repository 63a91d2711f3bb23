#pragma once

#include <string>
#include <vector>

#include "server/app/server.hpp"

namespace foreshock::app {

/// foreshock-server: what main does with its arguments. Returns the exit code: 0 done, 1 could
/// not, 2 asked wrongly (arguments or configuration).
int run_program(const std::vector<std::string>& arguments, BuiltIn built_in);

}  // namespace foreshock::app
