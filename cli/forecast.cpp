#include "cli/forecast.hpp"

#include <nlohmann/json.hpp>

#include "cli/json_field.hpp"

namespace foreshock::cli {
namespace {

OpenForecastLine open_line(const Json& json) {
    OpenForecastLine line{text(json, "kind"),       text(json, "host"), text(json, "component"),
                          text(json, "disruption"), std::nullopt,       0};
    const auto expected = parse_rfc3339(text(json, "expected_at"));
    if (expected) line.expected = *expected;
    line.confidence = number(json, "confidence").value_or(0);
    return line;
}

AccuracyLine accuracy_line(const Json& json) {
    AccuracyLine line;
    line.kind = text(json, "kind");
    line.host = text(json, "host");
    line.hit = count(json, "hit");
    line.early = count(json, "early");
    line.late = count(json, "late");
    line.never = count(json, "never");
    line.prevented = count(json, "prevented");
    line.unannounced = count(json, "unannounced");
    line.precision = number(json, "precision");
    const auto lead = number(json, "median_lead_seconds");
    if (lead) line.median_lead = from_seconds(*lead);
    line.false_alarms_per_host_week = number(json, "false_alarms_per_host_week").value_or(0);
    return line;
}

}  // namespace

Result<ForecastList> read_forecasts(std::string_view json) {
    const Json read = Json::parse(json, nullptr, false);
    if (!field(read, "open").is_array() || !field(read, "accuracy").is_array())
        return fail(Errc::malformed, "the server's answer is no list of forecasts");
    ForecastList list;
    for (const Json& item : field(read, "open"))
        list.open.push_back(open_line(item));
    for (const Json& item : field(read, "accuracy"))
        list.accuracy.push_back(accuracy_line(item));
    return list;
}

}  // namespace foreshock::cli
