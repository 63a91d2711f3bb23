#pragma once

#include "server/incidents/correlate.hpp"
#include "server/incidents/service_map.hpp"

/// Does an incident explain what a user reports? Evidence that people can check, and its sum.
namespace foreshock::incidents {

/// Where the scoring is done.
struct ReportScene {
    const ServiceMap& services;
    TimePoint now;
    Duration window;  ///< how far apart may two reports of one trouble be?
};

/// Weighs a report against an open incident. The same host 0.45 (0.4 when only the words name it);
/// a service that the incident touches, or one that needs it, 0.45; words that name its component
/// 0.3; the disruption is there now 0.15; the same category 0.15, another one -0.15. Against other
/// reports of the incident: 0.4 of the likeness of their words from 0.35 on, 0.6 of it from 0.7
/// on, and 0.2 for one within `window`. One of these alone stays below the usual bar of 0.6, but
/// for the very same words.
Kinship report_kinship(const IncidentReport& report, const Incident& incident,
                       const ReportScene& scene);

/// Weighs a new symptom against an incident that so far only users know, by the same figures.
Kinship reported_kinship(const Symptom& fresh, const Incident& incident, const ReportScene& scene);

/// The service that the report names, or else the one that its words name; empty for none.
std::string service_meant(const IncidentReport& report, const ServiceMap& services);

}  // namespace foreshock::incidents
