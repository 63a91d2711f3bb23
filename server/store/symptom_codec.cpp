#include "server/store/symptom_codec.hpp"

#include <initializer_list>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace foreshock::store {
namespace {

template <class Enum>
Enum named(const Json& json, std::initializer_list<Enum> values) {
    const auto& name = json.get_ref<const std::string&>();
    for (const Enum value : values) {
        if (to_string(value) == name) return value;
    }
    throw std::out_of_range{"no such name: " + name};
}

Json labels_to_json(const Labels& labels) {
    Json json = Json::array();
    for (const auto& [name, value] : labels.pairs())
        json.push_back({name, value});
    return json;
}

Labels labels_from_json(const Json& json) {
    auto pairs = list_from_json(json, [](const Json& pair) {
        return Labels::Pair{pair.at(0).get<std::string>(), pair.at(1).get<std::string>()};
    });
    auto labels = Labels::from_pairs(std::move(pairs));
    if (!labels) throw std::out_of_range{labels.error().what};
    return std::move(*labels);
}

Json evidence_to_json(const Evidence& evidence) {
    return {{"signal", evidence.signal},
            {"labels", labels_to_json(evidence.labels)},
            {"value", number_to_json(evidence.value)},
            {"limit", evidence.limit ? number_to_json(*evidence.limit) : Json(nullptr)},
            {"window", evidence.window.count()},
            {"note", evidence.note}};
}

Evidence evidence_from_json(const Json& json) {
    Evidence evidence;
    evidence.signal = json.at("signal").get<std::string>();
    evidence.labels = labels_from_json(json.at("labels"));
    evidence.value = number_from_json(json.at("value"));
    if (!json.at("limit").is_null()) evidence.limit = number_from_json(json.at("limit"));
    evidence.window = Duration{json.at("window").get<std::int64_t>()};
    evidence.note = json.at("note").get<std::string>();
    return evidence;
}

Json section_to_json(const SnapshotSection& section) {
    return {{"title", section.title},
            {"columns", section.columns},
            {"rows", section.rows},
            {"culprit", section.culprit ? Json(*section.culprit) : Json(nullptr)}};
}

SnapshotSection section_from_json(const Json& json) {
    SnapshotSection section;
    section.title = json.at("title").get<std::string>();
    section.columns = json.at("columns").get<std::vector<std::string>>();
    section.rows = json.at("rows").get<std::vector<std::vector<std::string>>>();
    if (!json.at("culprit").is_null()) section.culprit = json.at("culprit").get<std::size_t>();
    return section;
}

Json snapshot_to_json(const std::optional<HostSnapshot>& snapshot) {
    if (!snapshot) return nullptr;
    return {{"taken_at", time_to_json(snapshot->taken_at)},
            {"sections", list_to_json(snapshot->sections, section_to_json)}};
}

std::optional<HostSnapshot> snapshot_from_json(const Json& json) {
    if (json.is_null()) return std::nullopt;
    return HostSnapshot{time_from_json(json.at("taken_at")),
                        list_from_json(json.at("sections"), section_from_json)};
}

}  // namespace

Phase phase_from_json(const Json& json) {
    return named(json, {Phase::impending, Phase::occurring});
}

Severity severity_from_json(const Json& json) {
    return named(json, {Severity::info, Severity::warning, Severity::critical});
}

Json forecast_to_json(const std::optional<Forecast>& forecast) {
    if (!forecast) return nullptr;
    return {{"disruption", forecast->disruption},
            {"made_at", time_to_json(forecast->made_at)},
            {"earliest", time_to_json(forecast->earliest)},
            {"expected", time_to_json(forecast->expected)},
            {"latest", time_to_json(forecast->latest)},
            {"confidence", number_to_json(forecast->confidence)},
            {"level", number_to_json(forecast->level)},
            {"limit", number_to_json(forecast->limit)},
            {"slope", number_to_json(forecast->slope_per_second)}};
}

std::optional<Forecast> forecast_from_json(const Json& json) {
    if (json.is_null()) return std::nullopt;
    Forecast forecast;
    forecast.disruption = json.at("disruption").get<std::string>();
    forecast.made_at = time_from_json(json.at("made_at"));
    forecast.earliest = time_from_json(json.at("earliest"));
    forecast.expected = time_from_json(json.at("expected"));
    forecast.latest = time_from_json(json.at("latest"));
    forecast.confidence = number_from_json(json.at("confidence"));
    forecast.level = number_from_json(json.at("level"));
    forecast.limit = number_from_json(json.at("limit"));
    forecast.slope_per_second = number_from_json(json.at("slope"));
    return forecast;
}

Json symptom_to_json(const Symptom& symptom) {
    return {{"id", symptom.id},
            {"kind", symptom.kind},
            {"category", symptom.category},
            {"subcategory", symptom.subcategory},
            {"host", symptom.subject.host},
            {"component", symptom.subject.component},
            {"phase", to_string(symptom.phase)},
            {"severity", to_string(symptom.severity)},
            {"status", to_string(symptom.status)},
            {"first_sign", time_to_json(symptom.first_sign)},
            {"onset", time_to_json(symptom.onset)},
            {"observed_at", time_to_json(symptom.observed_at)},
            {"forecast", forecast_to_json(symptom.forecast)},
            {"evidence", list_to_json(symptom.evidence, evidence_to_json)},
            {"reason", symptom.reason},
            {"sentence", symptom.sentence},
            {"impact", symptom.impact},
            {"guide", symptom.guide},
            {"questions", symptom.questions},
            {"leads_to", symptom.leads_to},
            {"snapshot", snapshot_to_json(symptom.snapshot)}};
}

Symptom symptom_from_json(const Json& json) {
    Symptom symptom;
    symptom.id = json.at("id").get<std::string>();
    symptom.kind = json.at("kind").get<std::string>();
    symptom.category = json.at("category").get<std::string>();
    symptom.subcategory = json.at("subcategory").get<std::string>();
    symptom.subject = {json.at("host").get<std::string>(), json.at("component").get<std::string>()};
    symptom.phase = phase_from_json(json.at("phase"));
    symptom.severity = severity_from_json(json.at("severity"));
    symptom.status = named(json.at("status"),
                           {SymptomStatus::raised, SymptomStatus::updated, SymptomStatus::cleared});
    symptom.first_sign = time_from_json(json.at("first_sign"));
    symptom.onset = time_from_json(json.at("onset"));
    symptom.observed_at = time_from_json(json.at("observed_at"));
    symptom.forecast = forecast_from_json(json.at("forecast"));
    symptom.evidence = list_from_json(json.at("evidence"), evidence_from_json);
    symptom.reason = json.at("reason").get<std::string>();
    symptom.sentence = json.at("sentence").get<std::string>();
    symptom.impact = json.at("impact").get<int>();
    symptom.guide = json.at("guide").get<std::string>();
    symptom.questions = json.at("questions").get<std::vector<std::string>>();
    symptom.leads_to = json.at("leads_to").get<std::vector<std::string>>();
    symptom.snapshot = snapshot_from_json(json.at("snapshot"));
    return symptom;
}

}  // namespace foreshock::store
