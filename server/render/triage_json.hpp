#pragma once

#include <string>

#include "server/triage/text_model.hpp"

namespace foreshock::render {

/// {"intent":{…},"category":{…}}: see Triage in openapi.json; the promises of incident_json.hpp
/// hold.
std::string triage_json(const triage::Triage& triage);

}  // namespace foreshock::render
