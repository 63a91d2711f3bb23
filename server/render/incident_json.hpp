#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/incidents/diagnose.hpp"
#include "server/incidents/engine.hpp"
#include "server/incidents/incident.hpp"

/// How the outside sees incidents: the one JSON form that the API, the event stream and the
/// webhooks share. Pure functions, safe from any thread. Times are RFC 3339 in UTC, what is absent
/// is null, and bytes that are no UTF-8 are replaced by U+FFFD: rendering never fails.
/// The schemas of openapi.json name every field.
namespace foreshock::render {

/// "INC-000042": how people name an incident.
std::string incident_reference(std::uint64_t number);

/// One element of a list of incidents.
std::string incident_summary_json(const incidents::Incident& incident);

/// The summary with symptoms, snapshots, diagnosis, and the timeline, which is oldest first; and
/// with what is counted of the symptoms that are kept without their words, where there are any.
std::string incident_detail_json(const incidents::Incident& incident,
                                 const std::vector<incidents::Event>& timeline,
                                 const incidents::Diagnosis& diagnosis,
                                 const incidents::MemberSummary& members = {});

/// One line of a timeline.
std::string event_json(const incidents::Event& event);

/// What a webhook receives: {"event":"incident.opened","id":…,"at":…,"incident":{summary}}.
/// `outbox_id` is the same for every attempt, so that the receiver can drop repeats.
std::string webhook_body(const incidents::Incident& incident,
                         const incidents::Announcement& announcement, std::string_view outbox_id);

}  // namespace foreshock::render
