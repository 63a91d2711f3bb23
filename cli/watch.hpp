#pragma once

#include <iosfwd>

#include "cli/api_client.hpp"
#include "cli/interrupts.hpp"
#include "cli/terminal.hpp"
#include "core/clock.hpp"

namespace foreshock::cli {

/// Prints a line for every change of an incident until it is interrupted. A lost connection is
/// made again, going on where it ended; only a server that never answered is an error.
Result<void> watch_incidents(ApiClient& api, const Clock& clock, const Look& look,
                             Interrupts& interrupts, std::ostream& out);

}  // namespace foreshock::cli
