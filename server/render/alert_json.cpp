#include "server/render/alert_json.hpp"

#include <nlohmann/json.hpp>

#include "server/render/incident_json.hpp"

namespace foreshock::render {
namespace {

using incidents::Alert;
using incidents::AlertTexts;
using Json = nlohmann::ordered_json;

void put(AlertTexts& texts, std::string_view name, std::string value) {
    if (!value.empty()) texts.insert_or_assign(std::string{name}, std::move(value));
}

Json json_of(const AlertTexts& texts) {
    Json json = Json::object();
    for (const auto& [name, value] : texts)
        json[name] = value;
    return json;
}

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Alert alert_of(const Symptom& symptom, const incidents::Incident& incident) {
    Alert alert;
    put(alert.labels, "alertname", symptom.kind);
    put(alert.labels, "host", symptom.subject.host);
    put(alert.labels, "component", symptom.subject.component);
    put(alert.labels, "severity", std::string{to_string(symptom.severity)});
    put(alert.labels, "category", symptom.category);
    put(alert.labels, "incident", incident_reference(incident.number));
    put(alert.annotations, "summary", symptom.sentence);
    put(alert.annotations, "phase", std::string{to_string(symptom.phase)});
    put(alert.annotations, "priority", "P" + std::to_string(incident.priority.level));
    put(alert.annotations, "guide", symptom.guide);
    alert.starts_at = symptom.onset;
    alert.updated_at = symptom.observed_at;
    return alert;
}

std::string alert_json(const Alert& alert, const AlertStanding& standing) {
    Json json;
    json["annotations"] = json_of(alert.annotations);
    if (!standing.incident.empty()) json["annotations"]["incident"] = standing.incident;
    json["endsAt"] = format_rfc3339(alert.ends_at.value_or(standing.ends_at));
    json["fingerprint"] = incidents::label_fingerprint(alert.labels);
    json["receivers"] = Json::array({{{"name", alert_receiver}}});
    json["startsAt"] = format_rfc3339(alert.starts_at);
    json["status"] = {{"inhibitedBy", standing.inhibited_by},
                      {"mutedBy", standing.muted_by},
                      {"silencedBy", standing.silenced_by},
                      {"state", standing.state}};
    json["updatedAt"] = format_rfc3339(alert.updated_at);
    json["generatorURL"] = alert.generator_url;
    json["labels"] = json_of(alert.labels);
    return text_of(json);
}

std::string texts_json(const AlertTexts& texts) {
    return text_of(json_of(texts));
}

}  // namespace foreshock::render
