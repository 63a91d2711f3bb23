#pragma once

#include <iosfwd>

#include "cli/api_client.hpp"
#include "cli/arguments.hpp"
#include "cli/terminal.hpp"

namespace foreshock::cli {

/// Each asks the server, prints, and hands an error on.
Result<void> list_incidents(ApiClient& api, const Arguments& arguments, const Look& look,
                            std::ostream& out);
Result<void> show_incident(ApiClient& api, const Arguments& arguments, const Look& look,
                           std::ostream& out);
/// ack, note and resolve: the incident's new line is printed.
Result<void> change_incident(ApiClient& api, const Arguments& arguments, const Look& look,
                             std::ostream& out);
Result<void> list_hosts(ApiClient& api, const Arguments& arguments, const Look& look,
                        std::ostream& out);
Result<void> list_forecasts(ApiClient& api, const Arguments& arguments, const Look& look,
                            std::ostream& out);
Result<void> show_on_call(ApiClient& api, const Arguments& arguments, const Look& look,
                          std::ostream& out);

/// "/api/v1/incidents?state=open&limit=50" for a filter.
std::string incident_list_path(const ListFilter& filter);

}  // namespace foreshock::cli
