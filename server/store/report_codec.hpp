#pragma once

#include <string>
#include <string_view>

#include "server/reports/report.hpp"

namespace foreshock::store {

/// A report as it is stored, but for `incident_id`; reads back equal. malformed otherwise.
std::string encode_report(const reports::Report& report);
Result<reports::Report> decode_report(std::string_view text);

}  // namespace foreshock::store
