#pragma once

#include <string>
#include <vector>

#include "server/incidents/diagnose.hpp"
#include "server/incidents/incident.hpp"

namespace foreshock::incidents {

/// The record of an incident for the review after it: when it was seen, told, taken and resolved,
/// how much earlier it was announced, what may have caused it, and what is left to do.
struct Review {
    std::optional<TimePoint> disruption_at;   ///< when the disruption itself was first there
    std::optional<Duration> lead_time;        ///< announced so long before it
    std::optional<Duration> time_to_tell;     ///< from the first sign to the first word
    std::optional<Duration> time_to_take;     ///< from the first word to somebody taking it
    std::optional<Duration> time_to_resolve;  ///< from its opening to its resolution
    int worst_priority = 5;
    std::vector<std::string> people;  ///< who acted, in order
    std::string resolution;           ///< why it was resolved
    std::string known_error;          ///< whose fix was followed; may be empty
    std::vector<Event> moments;       ///< the timeline without repeated figures
    std::vector<Reason> follow_ups;   ///< what the record suggests to do next
};

/// Pure: everything is taken from the incident and its timeline, oldest line first.
Review review(const Incident& incident, const std::vector<Event>& timeline);

}  // namespace foreshock::incidents
