#include "server/render/forecast_json.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::render {
namespace {

using Json = nlohmann::ordered_json;
using incidents::ForecastAccuracy;

Json open_json(const ScoredForecast& announcement) {
    const Forecast& newest = announcement.newest;
    return {{"symptom_id", announcement.id},
            {"kind", announcement.kind},
            {"host", announcement.subject.host},
            {"component", announcement.subject.component},
            {"disruption", newest.disruption},
            {"raised_at", format_rfc3339(announcement.raised_at)},
            {"earliest_at", format_rfc3339(newest.earliest)},
            {"expected_at", format_rfc3339(newest.expected)},
            {"latest_at", format_rfc3339(newest.latest)},
            {"confidence", newest.confidence},
            {"first_earliest_at", format_rfc3339(announcement.first.earliest)},
            {"first_latest_at", format_rfc3339(announcement.first.latest)}};
}

Json accuracy_json(const ForecastAccuracy& accuracy) {
    Json json;
    json["kind"] = accuracy.kind;
    json["host"] = accuracy.host.empty() ? Json(nullptr) : Json(accuracy.host);
    for (const auto verdict : {ForecastVerdict::hit, ForecastVerdict::early, ForecastVerdict::late,
                               ForecastVerdict::never, ForecastVerdict::prevented,
                               ForecastVerdict::withdrawn, ForecastVerdict::unannounced}) {
        json[std::string{to_string(verdict)}] = accuracy.count(verdict);
    }
    json["precision"] = accuracy.precision ? Json(*accuracy.precision) : Json(nullptr);
    json["median_lead_seconds"] =
        accuracy.median_lead ? Json(to_seconds(*accuracy.median_lead)) : Json(nullptr);
    json["false_alarms_per_host_week"] = accuracy.false_alarms_per_host_week;
    return json;
}

}  // namespace

std::string forecasts_json(const std::vector<ScoredForecast>& open,
                           const std::vector<ForecastAccuracy>& accuracy) {
    Json json;
    json["window_seconds"] = to_seconds(incidents::accuracy_window);
    json["open"] = Json::array();
    for (const ScoredForecast& announcement : open)
        json["open"].push_back(open_json(announcement));
    json["accuracy"] = Json::array();
    for (const ForecastAccuracy& each : accuracy)
        json["accuracy"].push_back(accuracy_json(each));
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace foreshock::render
