#include <nlohmann/json.hpp>

#include "server/render/diagnosis_json.hpp"
#include "server/render/hypothesis_json.hpp"
#include "server/render/incident_json.hpp"
#include "server/render/review_text.hpp"

namespace foreshock::render {
namespace {

Json seconds_json(const std::optional<Duration>& span) {
    return span ? Json(to_seconds(*span)) : Json(nullptr);
}

Json moment_json(const incidents::Event& event) {
    return {{"at", format_rfc3339(event.at)},
            {"kind", to_string(event.kind)},
            {"actor", event.actor},
            {"why", event.reason.text},
            {"text", event.text}};
}

}  // namespace

std::string review_json(const ReviewSubject& subject) {
    const auto& [incident, review, diagnosis] = subject;
    Json json;
    json["incident"] = Json::parse(incident_summary_json(incident));
    json["disruption_at"] = time_json(review.disruption_at);
    json["lead_time_seconds"] = seconds_json(review.lead_time);
    json["time_to_tell_seconds"] = seconds_json(review.time_to_tell);
    json["time_to_take_seconds"] = seconds_json(review.time_to_take);
    json["time_to_resolve_seconds"] = seconds_json(review.time_to_resolve);
    json["worst_priority"] = "P" + std::to_string(review.worst_priority);
    json["people"] = review.people;
    json["resolution"] = review.resolution;
    json["known_error"] = review.known_error;
    json["hypotheses"] = hypothesis_list(incident.hypotheses);
    const Json card = diagnosis_json(diagnosis);
    json["causes"] = card["causes"];
    json["changes"] = card["changes"];
    json["moments"] = Json::array();
    for (const incidents::Event& event : review.moments)
        json["moments"].push_back(moment_json(event));
    json["follow_ups"] = reason_list(review.follow_ups);
    return text_of(json);
}

}  // namespace foreshock::render
