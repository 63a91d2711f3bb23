#pragma once

#include "server/incidents/diagnose.hpp"
#include "server/render/json_forms.hpp"

namespace foreshock::render {

/// The diagnosis card of an incident: see IncidentDetail.diagnosis in openapi.json.
Json diagnosis_json(const incidents::Diagnosis& diagnosis);

}  // namespace foreshock::render
