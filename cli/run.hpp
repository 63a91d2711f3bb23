#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "core/clock.hpp"

namespace foreshock::cli {

/// The whole program but for its clock and streams. `words` without the program's name.
/// An exit code (exit_code.hpp).
int run(std::vector<std::string> words, const Clock& clock, std::ostream& out, std::ostream& err);

}  // namespace foreshock::cli
