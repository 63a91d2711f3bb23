#include "server/http/samples_json.hpp"

#include <array>
#include <cmath>

#include "core/number.hpp"
#include "server/http/problem.hpp"

namespace foreshock::http {
namespace {

std::string number(double value) {
    return std::isfinite(value) ? format_double(value) : std::string{"null"};
}

std::string key_fields(const SeriesKey& key) {
    std::string json = R"("signal":)" + json_string(key.signal) + R"(,"labels":{)";
    bool first = true;
    for (const auto& [name, value] : key.labels.pairs()) {
        json += (first ? "" : ",") + json_string(name) + ":" + json_string(value);
        first = false;
    }
    json += "}";
    const std::string_view unit = unit_of(key.signal);
    if (!unit.empty()) json += R"(,"unit":)" + json_string(unit);
    return json;
}

}  // namespace

std::string_view unit_of(std::string_view signal) {
    constexpr auto units =
        std::to_array<std::string_view>({"bytes_per_second", "operations_per_second", "per_second",
                                         "bytes", "seconds", "ratio", "count"});
    for (const std::string_view unit : units) {
        if (!signal.ends_with(unit) || signal.size() == unit.size()) continue;
        const char before = signal[signal.size() - unit.size() - 1];
        if (before == '_' || before == '.') return unit;
    }
    return {};
}

std::string series_json(const std::vector<SeriesKey>& keys) {
    std::string json = "[";
    for (const SeriesKey& key : keys)
        json += (json.size() > 1 ? ",{" : "{") + key_fields(key) + "}";
    return json + "]";
}

std::string samples_json(const SeriesKey& key, const std::vector<history::Point>& points) {
    std::string json = "{" + key_fields(key) + R"(,"points":[)";
    bool first = true;
    for (const history::Point& point : points) {
        json += first ? "[" : ",[";
        json += number(static_cast<double>(to_unix_ms(point.at)) / 1000.0);
        json += "," + number(point.min) + "," + number(point.last) + "," + number(point.max) + "]";
        first = false;
    }
    return json + "]}";
}

}  // namespace foreshock::http
