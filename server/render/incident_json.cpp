#include "server/render/incident_json.hpp"

#include <nlohmann/json.hpp>

#include "server/render/care_json.hpp"
#include "server/render/diagnosis_json.hpp"
#include "server/render/handling_json.hpp"
#include "server/render/hypothesis_json.hpp"
#include "server/render/report_json.hpp"

namespace foreshock::render {
namespace {

using incidents::Event;
using incidents::Incident;
using incidents::IncidentSymptom;

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

Json mute_list(const std::vector<incidents::Mute>& mutes) {
    Json list = Json::array();
    for (const incidents::Mute& one : mutes)
        list.push_back({{"source", one.source}, {"id", one.id}, {"text", one.text}});
    return list;
}

/// Null for what was never hidden.
Json suppression_json(const Incident& incident) {
    if (incident.muted_by.empty()) return nullptr;
    return {{"active", incident.is_muted() && incident.is_open()},
            {"since", time_json(incident.muted_since)},
            {"ended_at", time_json(incident.unmuted_at)},
            {"by", mute_list(incident.muted_by)}};
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
    json["muted_by"] = mute_list(known.muted_by);
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
    json["category_reasons"] = reason_list(incident.category_reasons);
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
    add_care(incident, json);
    add_reporting_summary(incident.reporting, json);
    json["symptom_count"] = incident.symptoms.size() + incident.symptoms_beyond;
    json["host_count"] = incidents::host_count(incident);
    json["suppression"] = suppression_json(incident);
    json["revision"] = incident.revision;
    json["merged_into"] = incident.merged_into.empty() ? Json(nullptr) : Json(incident.merged_into);
    return json;
}

Json count_list(const std::vector<incidents::MemberCount>& counts) {
    Json list = Json::array();
    for (const incidents::MemberCount& count : counts) {
        list.push_back(
            {{"name", count.name}, {"symptoms", count.symptoms}, {"active", count.active}});
    }
    return list;
}

Json beyond_json(const Incident& incident, const incidents::MemberSummary& members) {
    if (incident.symptoms_beyond == 0) return nullptr;
    return {{"symptoms", incident.symptoms_beyond},
            {"active", incident.beyond.active},
            {"hosts", incident.beyond.hosts},
            {"top_hosts", count_list(members.hosts)},
            {"top_kinds", count_list(members.kinds)}};
}

Json timeline_json(const Event& event) {
    return {{"sequence", event.sequence},
            {"at", format_rfc3339(event.at)},
            {"kind", to_string(event.kind)},
            {"actor", event.actor},
            {"reason", {{"code", event.reason.code}, {"text", event.reason.text}}},
            {"from", event.from},
            {"to", event.to},
            {"text", event.text}};
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

std::string incident_detail_json(const Incident& incident, const std::vector<Event>& timeline,
                                 const incidents::Diagnosis& diagnosis,
                                 const incidents::MemberSummary& members) {
    Json json = summary_json(incident);
    json["beyond"] = beyond_json(incident, members);
    json["symptoms"] = Json::array();
    for (const IncidentSymptom& known : incident.symptoms) {
        json["symptoms"].push_back(symptom_json(known));
    }
    json["timeline"] = Json::array();
    for (const Event& event : timeline)
        json["timeline"].push_back(timeline_json(event));
    add_reporting(incident.reporting, json);
    json["hypotheses"] = hypothesis_list(incident.hypotheses);
    json["diagnosis"] = diagnosis_json(diagnosis);
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
    if (!announcement.told_by.empty()) json["told_by"] = announcement.told_by;
    json["incident"] = summary_json(incident);
    return text_of(json);
}

}  // namespace foreshock::render
