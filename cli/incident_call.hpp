#pragma once

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "cli/api_client.hpp"
#include "cli/terminal.hpp"

namespace foreshock::cli {

// What commands about incidents ask of the server, and print of its answers.

/// "/api/v1/incidents/42" for an id, a number or a reference.
std::string incident_path(const std::string& id);

/// "a,b,c", as the API takes a list of words.
std::string joined(const std::vector<std::string>& values);

/// Posts `fields` to the incident's `verb`, and prints its new line.
Result<void> act_on_incident(ApiClient& api, const std::string& id, const std::string& verb,
                             const std::vector<std::pair<std::string, std::string>>& fields,
                             const Look& look, std::ostream& out);

/// An answer as it came, indented, for --json.
Result<void> print_json(const std::string& json, std::ostream& out);

}  // namespace foreshock::cli
