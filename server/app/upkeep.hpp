#pragma once

#include <iosfwd>

#include "core/time.hpp"
#include "server/app/command_line.hpp"
#include "server/app/configuration.hpp"

namespace foreshock::app {

/// check, migrate, backup, restore, export and stats: what foreshock-server does with its data
/// folder beside serving. Results go to `out`, complaints to `err`; returns the exit code.
int run_upkeep(const CommandLine& line, const Configuration& configuration, TimePoint now,
               std::ostream& out, std::ostream& err);

}  // namespace foreshock::app
