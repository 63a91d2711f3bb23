#pragma once

#include <iosfwd>

#include "cli/api_client.hpp"
#include "cli/arguments.hpp"
#include "cli/terminal.hpp"
#include "core/clock.hpp"

namespace foreshock::cli {

/// Lets something small and harmless break, and tells how it was announced. Everything that it
/// starts is gone when it returns, also when interrupted. True when the announcement came before
/// the failure.
Result<bool> run_demo(ApiClient& api, const DemoArguments& arguments, const Clock& clock,
                      std::ostream& out);

}  // namespace foreshock::cli
