#include "server/render/near_miss_json.hpp"

#include <nlohmann/json.hpp>

#include "server/incidents/forecast_accuracy.hpp"
#include "server/render/json_forms.hpp"

namespace foreshock::render {
namespace {

Json entry_json(const ScoredForecast& one) {
    const bool was_announced = one.verdict != ForecastVerdict::unannounced;
    Json json;
    json["verdict"] = to_string(one.verdict);
    json["kind"] = one.kind;
    json["host"] = one.subject.host;
    json["component"] = one.subject.component;
    json["disruption"] = one.newest.disruption;
    json["symptom"] = one.id;
    json["announced_at"] = was_announced ? Json(format_rfc3339(one.raised_at)) : Json(nullptr);
    json["expected_at"] = was_announced ? Json(format_rfc3339(one.first.expected)) : Json(nullptr);
    json["lead_seconds"] =
        was_announced ? Json(to_seconds(incidents::lead_gained(one))) : Json(nullptr);
    json["happened_at"] = time_json(one.happened_at);
    json["settled_at"] = time_json(one.settled_at);
    return json;
}

}  // namespace

std::string near_misses_json(const incidents::NearMissLedger& ledger) {
    Json json;
    json["window_seconds"] = to_seconds(incidents::accuracy_window);
    json["prevented"] = ledger.prevented;
    json["unannounced"] = ledger.unannounced;
    json["never"] = ledger.never;
    json["entries"] = Json::array();
    for (const ScoredForecast& one : ledger.entries)
        json["entries"].push_back(entry_json(one));
    return text_of(json);
}

}  // namespace foreshock::render
