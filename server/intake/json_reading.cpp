#include "server/intake/json_reading.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace foreshock::intake {
namespace {

constexpr std::string_view go_zero_time = "0001-01-01T00:00:00";

/// How deeply brackets nest, those within texts aside; looks no further than one above `max`.
std::size_t nesting_of(std::string_view body, std::size_t max) {
    std::size_t depth = 0;
    std::size_t deepest = 0;
    bool in_text = false;
    for (std::size_t i = 0; i < body.size() && deepest <= max; ++i) {
        const char c = body[i];
        if (in_text) {
            if (c == '\\') ++i;
            if (c == '"') in_text = false;
        } else if (c == '"') {
            in_text = true;
        } else if (c == '[' || c == '{') {
            deepest = std::max(deepest, ++depth);
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
    return deepest;
}

/// nlohmann's words carry the place: "… at line 1, column 5: …"; its own error numbers do not help.
std::string without_number(std::string_view words) {
    const std::size_t end = words.find("] ");
    return std::string{end == std::string_view::npos ? words : words.substr(end + 2)};
}

tl::unexpected<Error> bad(std::string_view name, std::string_view what) {
    return fail(Errc::invalid, std::string{name} + " " + std::string{what});
}

}  // namespace

Result<void> check_bounds(std::string_view body, const AlertLimits& limits) {
    if (body.size() > limits.body_bytes_max) {
        return fail(Errc::too_large, "the body has " + std::to_string(body.size()) +
                                         " bytes, at most " +
                                         std::to_string(limits.body_bytes_max) + " are taken");
    }
    if (nesting_of(body, limits.nesting_max) > limits.nesting_max) {
        return fail(Errc::malformed, "the JSON nests more than " +
                                         std::to_string(limits.nesting_max) + " levels deep");
    }
    return {};
}

Result<Json> parse_body(std::string_view body, const AlertLimits& limits) {
    if (auto good = check_bounds(body, limits); !good) return fail(std::move(good).error());
    try {
        return Json::parse(body);
    } catch (const Json::exception& fault) {
        return fail(Errc::malformed, "JSON " + without_number(fault.what()));
    }
}

Result<std::string> text_at(const Json& object, std::string_view name) {
    const auto found = object.find(name);
    if (found == object.end() || found->is_null()) return std::string{};
    if (!found->is_string()) return bad(name, "must be a text");
    return found->get<std::string>();
}

Result<std::optional<TimePoint>> time_of(std::string_view text, std::string_view name) {
    if (text.empty() || text.starts_with(go_zero_time)) return std::optional<TimePoint>{};
    const Result<TimePoint> at = parse_rfc3339(text);
    if (!at) return bad(name, "must be a time such as 2026-11-23T22:57:00Z");
    return std::optional{*at};
}

Result<std::optional<TimePoint>> time_at(const Json& object, std::string_view name) {
    const Result<std::string> text = text_at(object, name);
    if (!text) return fail(text.error());
    return time_of(*text, name);
}

}  // namespace foreshock::intake
