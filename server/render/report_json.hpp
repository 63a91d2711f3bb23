#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "server/incidents/reporting.hpp"
#include "server/reports/ports.hpp"

namespace foreshock::render {

/// A report with its triage, and the verbatim original when `whole`.
std::string report_json(const reports::Report& report, bool whole);
std::string reports_json(const reports::ReportPage& page);

/// What passed between the desk and the reporter, oldest first.
std::string messages_json(const std::vector<reports::Message>& messages);

/// What may be said to any receiver of an incident: "type", "report_count", the closure. No name
/// and no address of a reporter.
void add_reporting_summary(const incidents::Reporting& reporting, nlohmann::ordered_json& json);

/// "reports", with who told them, and "answers" to questions.
void add_reporting(const incidents::Reporting& reporting, nlohmann::ordered_json& json);

}  // namespace foreshock::render
