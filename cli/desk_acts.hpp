#pragma once

#include <iosfwd>

#include "cli/api_client.hpp"
#include "cli/arguments.hpp"
#include "cli/terminal.hpp"

namespace foreshock::cli {

/// The steps of a known error go into the work log; the incident's new line is printed.
Result<void> apply_fix(ApiClient& api, const Arguments& arguments, const Look& look,
                       std::ostream& out);

/// The incident becomes a breach, whose reference and clock are printed.
Result<void> raise_breach(ApiClient& api, const Arguments& arguments, std::ostream& out);

}  // namespace foreshock::cli
