#pragma once

#include <string>
#include <vector>

#include "server/incidents/incident.hpp"

namespace foreshock::http {

/// A list of incidents for spreadsheets: RFC 4180 with a header row. A cell that a spreadsheet
/// would take for a formula gets an apostrophe in front.
std::string incidents_csv(const std::vector<incidents::Incident>& list);

}  // namespace foreshock::http
