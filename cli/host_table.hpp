#pragma once

#include <string>
#include <vector>

#include "cli/incident.hpp"
#include "cli/terminal.hpp"

namespace foreshock::cli {

/// A line per host: name, whether it is there, how long ago it was heard, skew, open incidents.
/// Pure.
std::string render_host_table(const std::vector<HostLine>& hosts, const Look& look);

}  // namespace foreshock::cli
