#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/incidents/reporting.hpp"

namespace foreshock::store {

/// What passed with reporters, as part of a stored incident. The second throws what the codec of
/// incidents catches.
nlohmann::json reporting_to_json(const incidents::Reporting& reporting);
incidents::Reporting reporting_from_json(const nlohmann::json& json);

}  // namespace foreshock::store
