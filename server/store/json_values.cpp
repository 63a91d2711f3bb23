#include "server/store/json_values.hpp"

#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "core/number.hpp"

namespace foreshock::store {

Json number_to_json(double value) {
    if (std::isfinite(value)) return value;
    return format_double(value);
}

double number_from_json(const Json& json) {
    if (json.is_number()) return json.get<double>();
    const auto& text = json.get_ref<const std::string&>();
    if (text == "+Inf") return std::numeric_limits<double>::infinity();
    if (text == "-Inf") return -std::numeric_limits<double>::infinity();
    return std::numeric_limits<double>::quiet_NaN();
}

Json time_to_json(std::optional<TimePoint> at) {
    return at ? Json(to_unix_ms(*at)) : Json(nullptr);
}

Json time_to_json(TimePoint at) {
    return to_unix_ms(at);
}

TimePoint time_from_json(const Json& json) {
    return from_unix_ms(json.get<std::int64_t>());
}

std::optional<TimePoint> optional_time(const Json& json) {
    if (json.is_null()) return std::nullopt;
    return time_from_json(json);
}

std::string text_at(const Json& json, const char* key) {
    return json.at(key).get<std::string>();
}

std::string write_json(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace foreshock::store
