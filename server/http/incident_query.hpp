#pragma once

#include <array>
#include <string_view>

#include "server/http/query.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::http {

/// The query parameters of a list of incidents.
inline constexpr std::array<std::string_view, 8> incident_parameters = {
    "state", "priority", "host", "category", "phase", "limit", "cursor", "format"};

/// From parameters to the reader's words; invalid, naming the parameter and what it takes.
Result<incidents::IncidentQuery> incident_query(const Query& query);

}  // namespace foreshock::http
