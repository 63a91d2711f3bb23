#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/incidents/alert.hpp"
#include "server/incidents/incident.hpp"

/// Alerts as Alertmanager's API v2 shows them. Source: prometheus/alertmanager,
/// api/v2/openapi.yaml.
namespace foreshock::render {

/// One of our symptoms as others' tools shall see it: its kind is the alert's name.
incidents::Alert alert_of(const Symptom& symptom, const incidents::Incident& incident);

/// What is said of an alert beside itself.
struct AlertStanding {
    std::string_view state;  ///< "unprocessed", "active" or "suppressed"
    std::vector<std::string> silenced_by;
    std::vector<std::string> inhibited_by;
    std::vector<std::string> muted_by;
    std::string incident;  ///< "INC-000042", empty when it is in none
    TimePoint ends_at;     ///< shown where the alert knows no end
};

/// The one receiver that every alert is for.
inline constexpr std::string_view alert_receiver = "foreshock";

/// A gettableAlert. The incident is shown among the annotations.
std::string alert_json(const incidents::Alert& alert, const AlertStanding& standing);

/// Labels as a JSON object.
std::string texts_json(const incidents::AlertTexts& texts);

}  // namespace foreshock::render
