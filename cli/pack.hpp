#pragma once

#include <iosfwd>

#include "cli/arguments.hpp"
#include "cli/terminal.hpp"
#include "core/result.hpp"

namespace foreshock::cli {

/// `pack list`, `pack explain KIND`, `pack check FILES…`. True when all is well; false when a
/// check found errors, which are printed. Errors are of what cannot be read at all.
Result<bool> run_pack(const Arguments& arguments, const Look& look, std::ostream& out);

}  // namespace foreshock::cli
