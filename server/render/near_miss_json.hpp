#pragma once

#include <string>

#include "server/incidents/near_miss.hpp"

namespace foreshock::render {

/// {"window_seconds":…,"prevented":…,"unannounced":…,"never":…,"entries":[…]}: see NearMisses in
/// openapi.json; the promises of incident_json.hpp hold.
std::string near_misses_json(const incidents::NearMissLedger& ledger);

}  // namespace foreshock::render
