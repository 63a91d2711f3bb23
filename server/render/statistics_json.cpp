#include "server/render/statistics_json.hpp"

#include <nlohmann/json.hpp>

#include "server/render/csv_cell.hpp"
#include "server/render/json_forms.hpp"

namespace foreshock::render {
namespace {

using statistics::Attainment;
using statistics::Spread;
using statistics::Summary;

Json seconds(const Spread& spread, Duration span) {
    return spread.count == 0 ? Json(nullptr) : Json(to_seconds(span));
}

Json spread_json(const Spread& spread) {
    return {{"count", spread.count},
            {"mean_seconds", seconds(spread, spread.mean)},
            {"p50_seconds", seconds(spread, spread.p50)},
            {"p90_seconds", seconds(spread, spread.p90)},
            {"p95_seconds", seconds(spread, spread.p95)}};
}

Json attainment_json(const Attainment& one) {
    const auto share = one.share();
    return {{"kept", one.kept},
            {"broken", one.broken},
            {"attainment", share ? Json(*share) : Json(nullptr)}};
}

Json summary_json(const Summary& summary) {
    Json states = Json::object();
    for (std::size_t i = 0; i < summary.mean_in_state.size(); ++i) {
        states[std::string{to_string(static_cast<incidents::IncidentState>(i))}] =
            to_seconds(summary.mean_in_state[i]);
    }
    Json tiers = Json::object();
    for (std::size_t i = 0; i < summary.mean_in_tier.size(); ++i) {
        tiers[std::string{to_string(static_cast<people::Tier>(i + 1))}] =
            to_seconds(summary.mean_in_tier[i]);
    }
    return {{"incidents", summary.incidents},
            {"open", summary.open},
            {"recovered", summary.recovered},
            {"prevented", summary.prevented},
            {"false_alarms", summary.false_alarms},
            {"time_to_detect", spread_json(summary.detect)},
            {"time_to_acknowledge", spread_json(summary.acknowledge)},
            {"time_to_respond", spread_json(summary.respond)},
            {"time_to_resolve", spread_json(summary.resolve)},
            {"time_to_resolve_confirmed", spread_json(summary.resolve_confirmed)},
            {"lead_time", spread_json(summary.lead)},
            {"response_promise", attainment_json(summary.response)},
            {"resolution_promise", attainment_json(summary.resolution)},
            {"answered_within_3_hours", attainment_json(summary.answered_in_3_hours)},
            {"resolved_within_24_hours", attainment_json(summary.resolved_in_24_hours)},
            {"mean_state_seconds", std::move(states)},
            {"mean_tier_seconds", std::move(tiers)}};
}

std::string number(double value) {
    std::string text = Json(value).dump();
    return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

std::string spread_cells(const Spread& spread) {
    std::string cells;
    for (const Duration span : {spread.mean, spread.p50, spread.p90, spread.p95})
        cells += "," + (spread.count == 0 ? std::string{} : number(to_seconds(span)));
    return cells;
}

std::string attainment_cell(const Attainment& one) {
    const auto share = one.share();
    return "," + (share ? number(*share) : std::string{});
}

std::string spread_header(const std::string& name) {
    std::string cells;
    for (const char* part : {"mean", "p50", "p90", "p95"})
        cells += "," + name + "_" + part + "_seconds";
    return cells;
}

std::string state_header() {
    std::string cells;
    for (std::size_t i = 0; i < Summary{}.mean_in_state.size(); ++i) {
        cells += ",mean_" + std::string{to_string(static_cast<incidents::IncidentState>(i))} +
                 "_seconds";
    }
    return cells;
}

std::string csv_header() {
    return "key,incidents,open,recovered,prevented,false_alarms" + spread_header("detect") +
           spread_header("acknowledge") + spread_header("respond") + spread_header("resolve") +
           spread_header("resolve_confirmed") + spread_header("lead") +
           ",response_promise,resolution_promise,answered_within_3_hours,"
           "resolved_within_24_hours,mean_l1_seconds,mean_l2_seconds,mean_l3_seconds" +
           state_header() + "\r\n";
}

std::string csv_row(const statistics::Group& group) {
    const Summary& one = group.summary;
    std::string row = csv_cell(group.key);
    for (const std::size_t count :
         {one.incidents, one.open, one.recovered, one.prevented, one.false_alarms}) {
        row += "," + std::to_string(count);
    }
    for (const Spread* spread : {&one.detect, &one.acknowledge, &one.respond, &one.resolve,
                                 &one.resolve_confirmed, &one.lead}) {
        row += spread_cells(*spread);
    }
    for (const Attainment* promise :
         {&one.response, &one.resolution, &one.answered_in_3_hours, &one.resolved_in_24_hours}) {
        row += attainment_cell(*promise);
    }
    for (const Duration span : one.mean_in_tier)
        row += "," + number(to_seconds(span));
    for (const Duration span : one.mean_in_state)
        row += "," + number(to_seconds(span));
    return row + "\r\n";
}

}  // namespace

std::string statistics_json(const StatisticsSpan& span, statistics::Grouping grouping,
                            const Summary& total, const std::vector<statistics::Group>& groups) {
    Json json;
    json["from"] = format_rfc3339(span.begin);
    json["to"] = format_rfc3339(span.end);
    json["group_by"] = to_string(grouping);
    json["total"] = summary_json(total);
    json["groups"] = Json::array();
    for (const statistics::Group& group : groups) {
        Json one{{"key", group.key}};
        one.update(summary_json(group.summary));
        json["groups"].push_back(std::move(one));
    }
    return text_of(json);
}

std::string statistics_csv(const std::vector<statistics::Group>& groups) {
    std::string csv = csv_header();
    for (const statistics::Group& group : groups)
        csv += csv_row(group);
    return csv;
}

}  // namespace foreshock::render
