#pragma once

#include <iosfwd>

#include "collectors/catalog.hpp"

namespace foreshock::agent {

class Complaints;
class ConfigSection;

/// [[checks]], [[scrape]] and [statsd] of the top table; lists add up over several files.
void read_checks(ConfigSection& top, collectors::WatchSettings& watch, Complaints& complaints);

/// The same as TOML that read_checks reads again.
void print_checks(const collectors::WatchSettings& watch, std::ostream& out);

}  // namespace foreshock::agent
