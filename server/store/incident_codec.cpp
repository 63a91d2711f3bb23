#include "server/store/incident_codec.hpp"

#include <nlohmann/json.hpp>

#include "server/store/handling_codec.hpp"
#include "server/store/hypothesis_codec.hpp"
#include "server/store/json_values.hpp"
#include "server/store/reporting_codec.hpp"
#include "server/store/symptom_codec.hpp"

namespace foreshock::store {
namespace {

using incidents::Incident;
using incidents::IncidentSymptom;
using incidents::LastWord;
using incidents::Mute;
using incidents::Priority;
using incidents::Reason;

Json reason_to_json(const Reason& reason) {
    return {reason.code, reason.text};
}

Reason reason_from_json(const Json& json) {
    return {json.at(0).get<std::string>(), json.at(1).get<std::string>()};
}

Json priority_to_json(const Priority& priority) {
    return {{"level", priority.level},
            {"impact", priority.impact},
            {"urgency", priority.urgency},
            {"reasons", list_to_json(priority.reasons, reason_to_json)}};
}

Priority priority_from_json(const Json& json) {
    return {json.at("level").get<int>(), json.at("impact").get<int>(),
            json.at("urgency").get<int>(), list_from_json(json.at("reasons"), reason_from_json)};
}

Json last_word_to_json(const std::optional<LastWord>& word) {
    if (!word) return nullptr;
    return {{"transition", to_string(word->transition)},
            {"at", time_to_json(word->at)},
            {"priority", word->priority_level},
            {"phase", to_string(word->phase)}};
}

std::optional<LastWord> last_word_from_json(const Json& json) {
    if (json.is_null()) return std::nullopt;
    return LastWord{must(incidents::parse_transition(text_at(json, "transition"))),
                    time_from_json(json.at("at")), json.at("priority").get<int>(),
                    phase_from_json(json.at("phase"))};
}

Json mute_to_json(const Mute& mute) {
    return {{"source", mute.source}, {"id", mute.id}, {"text", mute.text}};
}

// Stores written before there were silences have none.
std::vector<Mute> mutes_from_json(const Json& json) {
    if (!json.contains("muted_by")) return {};
    return list_from_json(json.at("muted_by"), [](const Json& one) {
        return Mute{text_at(one, "source"), text_at(one, "id"), text_at(one, "text")};
    });
}

void write_muting(Json& json, const Incident& incident) {
    json["muted_since"] = time_to_json(incident.muted_since);
    json["unmuted_at"] = time_to_json(incident.unmuted_at);
    json["muted_by"] = list_to_json(incident.muted_by, mute_to_json);
}

void read_muting(const Json& json, Incident& incident) {
    if (!json.contains("muted_by")) return;
    incident.muted_since = optional_time(json.at("muted_since"));
    incident.unmuted_at = optional_time(json.at("unmuted_at"));
    incident.muted_by = mutes_from_json(json);
}

Json known_symptom_to_json(const IncidentSymptom& known) {
    return {{"symptom", symptom_to_json(known.symptom)},
            {"received_at", time_to_json(known.received_at)},
            {"cleared_at", time_to_json(known.cleared_at)},
            {"joined_because", list_to_json(known.joined_because, reason_to_json)},
            {"times_raised", known.times_raised},
            {"worst_phase", to_string(known.worst_phase)},
            {"worst_severity", to_string(known.worst_severity)},
            {"line_at", time_to_json(known.line_at)},
            {"replayed_since", time_to_json(known.replayed_since)},
            {"orphaned_since", time_to_json(known.orphaned_since)},
            {"past_episodes", known.past_episodes},
            {"muted_by", list_to_json(known.muted_by, mute_to_json)}};
}

IncidentSymptom known_symptom_from_json(const Json& json) {
    IncidentSymptom known;
    known.symptom = symptom_from_json(json.at("symptom"));
    known.received_at = time_from_json(json.at("received_at"));
    known.cleared_at = optional_time(json.at("cleared_at"));
    known.joined_because = list_from_json(json.at("joined_because"), reason_from_json);
    known.times_raised = json.at("times_raised").get<int>();
    known.worst_phase = phase_from_json(json.at("worst_phase"));
    known.worst_severity = severity_from_json(json.at("worst_severity"));
    known.line_at = time_from_json(json.at("line_at"));
    known.replayed_since = optional_time(json.at("replayed_since"));
    known.orphaned_since = optional_time(json.at("orphaned_since"));
    known.past_episodes = json.at("past_episodes").get<std::vector<std::string>>();
    known.muted_by = mutes_from_json(json);
    return known;
}

// Of the times the crowd itself knows better.
Json beyond_to_json(const incidents::Beyond& beyond) {
    return {{"active", beyond.active},
            {"occurring", beyond.occurring},
            {"critical", beyond.critical},
            {"hosts", beyond.hosts}};
}

incidents::Beyond beyond_from_json(const Json& json) {
    incidents::Beyond beyond;
    beyond.active = json.value("active", std::uint64_t{0});
    beyond.occurring = json.value("occurring", std::uint64_t{0});
    beyond.critical = json.value("critical", std::uint64_t{0});
    beyond.hosts = json.value("hosts", std::uint64_t{0});
    return beyond;
}

Json regrouping_to_json(const std::optional<incidents::Regrouping>& last) {
    if (!last) return nullptr;
    return {{"split", last->step == incidents::Regrouping::Step::split},
            {"other", last->other},
            {"symptoms", last->symptoms}};
}

std::optional<incidents::Regrouping> regrouping_from_json(const Json& json) {
    if (json.is_null()) return std::nullopt;
    using Step = incidents::Regrouping::Step;
    return incidents::Regrouping{json.at("split").get<bool>() ? Step::split : Step::merged,
                                 text_at(json, "other"),
                                 json.at("symptoms").get<std::vector<std::string>>()};
}

void write_times(Json& json, const Incident& incident) {
    json["first_sign_at"] = time_to_json(incident.first_sign_at);
    json["opened_at"] = time_to_json(incident.opened_at);
    json["updated_at"] = time_to_json(incident.updated_at);
    json["announced_at"] = time_to_json(incident.announced_at);
    json["acknowledged_at"] = time_to_json(incident.acknowledged_at);
    json["recovering_since"] = time_to_json(incident.recovering_since);
    json["resolved_at"] = time_to_json(incident.resolved_at);
    json["closed_at"] = time_to_json(incident.closed_at);
    json["reopened_at"] = time_to_json(incident.reopened_at);
}

void read_times(const Json& json, Incident& incident) {
    incident.first_sign_at = time_from_json(json.at("first_sign_at"));
    incident.opened_at = time_from_json(json.at("opened_at"));
    incident.updated_at = time_from_json(json.at("updated_at"));
    incident.announced_at = optional_time(json.at("announced_at"));
    incident.acknowledged_at = optional_time(json.at("acknowledged_at"));
    incident.recovering_since = optional_time(json.at("recovering_since"));
    incident.resolved_at = optional_time(json.at("resolved_at"));
    incident.closed_at = optional_time(json.at("closed_at"));
    incident.reopened_at = optional_time(json.at("reopened_at"));
}

Incident incident_from_json(const Json& json) {
    Incident incident;
    incident.id = text_at(json, "id");
    incident.number = json.at("number").get<std::uint64_t>();
    incident.revision = json.at("revision").get<std::uint64_t>();
    incident.title = text_at(json, "title");
    incident.sentence = text_at(json, "sentence");
    incident.state = must(incidents::parse_incident_state(text_at(json, "state")));
    incident.outcome = must(incidents::parse_outcome(text_at(json, "outcome")));
    incident.phase = phase_from_json(json.at("phase"));
    incident.severity = severity_from_json(json.at("severity"));
    incident.category = text_at(json, "category");
    incident.subcategory = text_at(json, "subcategory");
    // Absent in what versions before it wrote.
    if (json.contains("category_reasons")) {
        incident.category_reasons = list_from_json(json.at("category_reasons"), reason_from_json);
    }
    incident.priority = priority_from_json(json.at("priority"));
    incident.forecast = forecast_from_json(json.at("forecast"));
    incident.owner = text_at(json, "owner");
    read_times(json, incident);
    incident.last_word = last_word_from_json(json.at("last_word"));
    incident.occurred = json.at("occurred").get<bool>();
    incident.times_reopened = json.at("times_reopened").get<int>();
    incident.symptoms = list_from_json(json.at("symptoms"), known_symptom_from_json);
    incident.symptoms_beyond = json.at("symptoms_beyond").get<std::uint64_t>();
    incident.beyond = beyond_from_json(json.value("beyond", Json::object()));
    incident.merged_into = json.value("merged_into", "");
    read_muting(json, incident);
    incident.hypotheses = hypotheses_from_json(json);
    incident.regrouped = regrouping_from_json(json.value("regrouped", Json()));
    if (json.contains("handling")) incident.handling = handling_from_json(json.at("handling"));
    if (json.contains("reporting")) incident.reporting = reporting_from_json(json.at("reporting"));
    return incident;
}

}  // namespace

std::string encode_incident(const Incident& incident) {
    Json json{{"id", incident.id},
              {"number", incident.number},
              {"revision", incident.revision},
              {"title", incident.title},
              {"sentence", incident.sentence},
              {"state", to_string(incident.state)},
              {"outcome", to_string(incident.outcome)},
              {"phase", to_string(incident.phase)},
              {"severity", to_string(incident.severity)},
              {"category", incident.category},
              {"subcategory", incident.subcategory},
              {"category_reasons", list_to_json(incident.category_reasons, reason_to_json)},
              {"priority", priority_to_json(incident.priority)},
              {"forecast", forecast_to_json(incident.forecast)},
              {"owner", incident.owner},
              {"last_word", last_word_to_json(incident.last_word)},
              {"occurred", incident.occurred},
              {"times_reopened", incident.times_reopened},
              {"symptoms", list_to_json(incident.symptoms, known_symptom_to_json)},
              {"symptoms_beyond", incident.symptoms_beyond},
              {"beyond", beyond_to_json(incident.beyond)},
              {"merged_into", incident.merged_into},
              {"regrouped", regrouping_to_json(incident.regrouped)},
              {"handling", handling_to_json(incident.handling)},
              {"reporting", reporting_to_json(incident.reporting)}};
    if (!incident.hypotheses.empty()) json["hypotheses"] = hypotheses_to_json(incident.hypotheses);
    write_times(json, incident);
    write_muting(json, incident);
    return write_json(json);
}

Result<Incident> decode_incident(std::string_view text) {
    try {
        return incident_from_json(Json::parse(text));
    } catch (const std::exception& error) {
        return fail(Errc::malformed, std::string{"stored incident: "} + error.what());
    }
}

}  // namespace foreshock::store
