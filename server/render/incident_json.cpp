#include "server/render/incident_json.hpp"

#include <nlohmann/json.hpp>

#include "server/incidents/diagnose.hpp"
#include "server/render/handling_json.hpp"

namespace foreshock::render {
namespace {

// Keys keep the order in which they are documented: people read this in terminals.
using Json = nlohmann::ordered_json;
using incidents::Event;
using incidents::Incident;
using incidents::IncidentSymptom;
using incidents::Reason;

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json time_json(const std::optional<TimePoint>& at) {
    if (!at) return nullptr;
    return format_rfc3339(*at);
}

Json reason_json(const Reason& reason) {
    return {{"code", reason.code}, {"text", reason.text}};
}

Json reason_list(const std::vector<Reason>& reasons) {
    Json list = Json::array();
    for (const Reason& reason : reasons)
        list.push_back(reason_json(reason));
    return list;
}

Json forecast_json(const std::optional<Forecast>& forecast) {
    if (!forecast) return nullptr;
    return {{"disruption", forecast->disruption},
            {"made_at", format_rfc3339(forecast->made_at)},
            {"earliest_at", format_rfc3339(forecast->earliest)},
            {"expected_at", format_rfc3339(forecast->expected)},
            {"latest_at", format_rfc3339(forecast->latest)},
            {"confidence", forecast->confidence},
            {"level", forecast->level},
            {"limit", forecast->limit},
            {"slope_per_second", forecast->slope_per_second}};
}

Json label_map(const Labels& labels) {
    Json map = Json::object();
    for (const auto& [name, value] : labels.pairs())
        map[name] = value;
    return map;
}

Json evidence_list(const std::vector<Evidence>& evidence) {
    Json list = Json::array();
    for (const Evidence& item : evidence) {
        list.push_back({{"signal", item.signal},
                        {"labels", label_map(item.labels)},
                        {"value", item.value},
                        {"limit", item.limit ? Json(*item.limit) : Json(nullptr)},
                        {"window_seconds", to_seconds(item.window)},
                        {"note", item.note}});
    }
    return list;
}

Json section_json(const SnapshotSection& section) {
    return {{"title", section.title},
            {"columns", section.columns},
            {"rows", section.rows},
            {"culprit", section.culprit ? Json(*section.culprit) : Json(nullptr)}};
}

Json snapshot_json(const std::optional<HostSnapshot>& snapshot) {
    if (!snapshot) return nullptr;
    Json sections = Json::array();
    for (const SnapshotSection& section : snapshot->sections) {
        sections.push_back(section_json(section));
    }
    return {{"taken_at", format_rfc3339(snapshot->taken_at)}, {"sections", std::move(sections)}};
}

Json symptom_json(const IncidentSymptom& known) {
    const Symptom& symptom = known.symptom;
    Json json;
    json["id"] = symptom.id;
    json["kind"] = symptom.kind;
    json["category"] = symptom.category;
    json["subcategory"] = symptom.subcategory;
    json["host"] = symptom.subject.host;
    json["component"] = symptom.subject.component;
    json["phase"] = to_string(symptom.phase);
    json["severity"] = to_string(symptom.severity);
    json["status"] = to_string(symptom.status);
    json["first_sign_at"] = format_rfc3339(symptom.first_sign);
    json["onset_at"] = format_rfc3339(symptom.onset);
    json["observed_at"] = format_rfc3339(symptom.observed_at);
    json["cleared_at"] = time_json(known.cleared_at);
    json["forecast"] = forecast_json(symptom.forecast);
    json["evidence"] = evidence_list(symptom.evidence);
    json["reason"] = symptom.reason;
    json["sentence"] = symptom.sentence;
    json["guide"] = symptom.guide;
    json["questions"] = symptom.questions;
    json["leads_to"] = symptom.leads_to;
    json["times_raised"] = known.times_raised;
    json["joined_because"] = reason_list(known.joined_because);
    json["snapshot"] = snapshot_json(symptom.snapshot);
    return json;
}

void add_times(const Incident& incident, Json& json) {
    json["first_sign_at"] = format_rfc3339(incident.first_sign_at);
    json["opened_at"] = format_rfc3339(incident.opened_at);
    json["updated_at"] = format_rfc3339(incident.updated_at);
    json["announced_at"] = time_json(incident.announced_at);
    json["acknowledged_at"] = time_json(incident.acknowledged_at);
    json["recovering_since"] = time_json(incident.recovering_since);
    json["resolved_at"] = time_json(incident.resolved_at);
    json["closed_at"] = time_json(incident.closed_at);
}

Json summary_json(const Incident& incident) {
    const std::vector<std::string> hosts = incident.hosts();
    Json json;
    json["id"] = incident.id;
    json["number"] = incident.number;
    json["reference"] = incident_reference(incident.number);
    json["title"] = incident.title;
    json["sentence"] = incident.sentence;
    json["state"] = to_string(incident.state);
    json["open"] = incident.is_open();
    json["outcome"] = to_string(incident.outcome);
    json["phase"] = to_string(incident.phase);
    json["severity"] = to_string(incident.severity);
    json["category"] = incident.category;
    json["subcategory"] = incident.subcategory;
    json["priority"] = "P" + std::to_string(incident.priority.level);
    json["impact"] = incident.priority.impact;
    json["urgency"] = incident.priority.urgency;
    json["priority_reasons"] = reason_list(incident.priority.reasons);
    json["forecast"] = forecast_json(incident.forecast);
    json["host"] = hosts.empty() ? std::string{} : hosts.front();
    json["hosts"] = hosts;
    json["components"] = incident.components();
    json["owner"] = incident.owner;
    add_times(incident, json);
    json["times_reopened"] = incident.times_reopened;
    add_handling(incident.handling, json);
    json["symptom_count"] = incident.symptoms.size() + incident.symptoms_beyond;
    json["revision"] = incident.revision;
    return json;
}

Json timeline_json(const Event& event) {
    return {{"sequence", event.sequence},
            {"at", format_rfc3339(event.at)},
            {"kind", to_string(event.kind)},
            {"actor", event.actor},
            {"reason", reason_json(event.reason)},
            {"from", event.from},
            {"to", event.to},
            {"text", event.text}};
}

Json diagnosis_json(const incidents::Diagnosis& diagnosis) {
    Json first_signs = Json::array();
    for (const incidents::FirstSign& sign : diagnosis.first_signs) {
        first_signs.push_back({{"at", format_rfc3339(sign.at)},
                               {"host", sign.host},
                               {"component", sign.component},
                               {"signal", sign.signal},
                               {"sentence", sign.sentence}});
    }
    return {{"first_signs", std::move(first_signs)},
            {"scope", {{"hosts", diagnosis.hosts}, {"components", diagnosis.components}}},
            {"questions", diagnosis.questions},
            {"guide", diagnosis.guide}};
}

}  // namespace

std::string incident_reference(std::uint64_t number) {
    std::string digits = std::to_string(number);
    if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
    return "INC-" + digits;
}

std::string incident_summary_json(const Incident& incident) {
    return text_of(summary_json(incident));
}

std::string incident_detail_json(const Incident& incident, const std::vector<Event>& timeline) {
    Json json = summary_json(incident);
    json["symptoms"] = Json::array();
    for (const IncidentSymptom& known : incident.symptoms) {
        json["symptoms"].push_back(symptom_json(known));
    }
    json["timeline"] = Json::array();
    for (const Event& event : timeline)
        json["timeline"].push_back(timeline_json(event));
    json["diagnosis"] = diagnosis_json(incidents::diagnose(incident));
    return text_of(json);
}

std::string event_json(const Event& event) {
    return text_of(timeline_json(event));
}

std::string webhook_body(const Incident& incident, const incidents::Announcement& announcement,
                         std::string_view outbox_id) {
    Json json;
    json["event"] = "incident." + std::string{to_string(announcement.transition)};
    json["id"] = outbox_id;
    json["at"] = format_rfc3339(announcement.at);
    if (!announcement.explanation.empty()) json["explanation"] = announcement.explanation;
    json["incident"] = summary_json(incident);
    return text_of(json);
}

}  // namespace foreshock::render
