#pragma once

#include <string>

#include "server/incidents/incident.hpp"

namespace foreshock::incidents {

/// The symptom that speaks for the incident: active before cleared, occurring before impending,
/// the more severe, then the earliest expected disruption, then the first sign. Null without any.
const IncidentSymptom* leading_symptom(const Incident& incident);

/// Short words for a list, without numbers that grow old: "process shop on web-1: open() fails
/// soon". What is active leads; the host of one that concerns several gets "and 2 more hosts".
std::string describe_title(const Incident& incident);

}  // namespace foreshock::incidents
