#pragma once

#include <iosfwd>

#include "cli/arguments.hpp"
#include "core/result.hpp"

namespace foreshock::cli {

/// Runs packs over recorded data and prints what they would have said, with the score of every
/// forecast. Errors name file and line.
Result<void> run_detect(const DetectArguments& arguments, std::ostream& out);

}  // namespace foreshock::cli
