#pragma once

#include <iosfwd>
#include <string>

#include "cli/api_client.hpp"
#include "cli/arguments.hpp"
#include "cli/incident.hpp"
#include "cli/terminal.hpp"

namespace foreshock::cli {

/// What is about to be done to the host, line by line. Pure.
std::string render_farewell(const HostLine& host, const Arguments& arguments, const Look& look);

/// DELETE or POST, as the API takes it.
std::string farewell_path(const HostLine& host, const Arguments& arguments);

/// Tells what will be done to the host; with --yes it is done. refused, with nothing done, without.
Result<void> send_host_away(ApiClient& api, const Arguments& arguments, const Look& look,
                            std::ostream& out);

}  // namespace foreshock::cli
