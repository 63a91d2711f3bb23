#pragma once

#include <iosfwd>

#include "cli/api_client.hpp"
#include "cli/arguments.hpp"
#include "cli/incident.hpp"
#include "cli/terminal.hpp"

namespace foreshock::cli {

/// merge, split and undo: the incident's new line is printed. A split by host, kind or component
/// asks first which symptoms these are; not_found when none is like that.
Result<void> regroup_incident(ApiClient& api, const Arguments& arguments, const Look& look,
                              std::ostream& out);

/// What the server's text model takes the words for.
Result<void> triage_text(ApiClient& api, const Arguments& arguments, const Look& look,
                         std::ostream& out);

/// Ids of the symptoms that fit all of what is asked for, as typed ids or by what they are.
std::vector<std::string> symptoms_to_split(const IncidentDetail& incident,
                                           const RegroupArguments& typed);

}  // namespace foreshock::cli
