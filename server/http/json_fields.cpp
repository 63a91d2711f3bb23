#include "server/http/json_fields.hpp"

#include <algorithm>
#include <vector>

#include <nlohmann/json.hpp>

namespace foreshock::http {
namespace {

using nlohmann::json;

/// nlohmann's words carry the place: "… at line 1, column 5: …"; its own error numbers do not help.
std::string without_number(std::string_view words) {
    const std::size_t end = words.find("] ");
    return std::string{end == std::string_view::npos ? words : words.substr(end + 2)};
}

tl::unexpected<Error> bad_field(std::string_view name, std::string_view what) {
    return fail(Errc::invalid,
                "field '" + std::string{name.substr(0, 100)} + "' " + std::string{what});
}

Result<std::string> text_of(const TextField& field, const json& value) {
    if (!value.is_string()) return bad_field(field.name, "must be a text");
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() > field.bytes_max) {
        return bad_field(field.name, "has more than " + std::to_string(field.bytes_max) + " bytes");
    }
    if (field.required && text.find_first_not_of(" \t\r\n") == std::string::npos) {
        return bad_field(field.name, "must not be empty");
    }
    return text;
}

}  // namespace

Result<json> parse_json_object(std::string_view text) {
    try {
        json value = json::parse(text);
        if (value.is_object()) return value;
        return fail(Errc::malformed, "the JSON must be an object, such as {\"actor\":\"ann\"}");
    } catch (const json::exception& fault) {
        return fail(Errc::malformed, "JSON " + without_number(fault.what()));
    }
}

Result<TextFields> parse_text_fields(std::string_view text, std::span<const TextField> known) {
    const Result<json> object = parse_json_object(text);
    if (!object) return fail(object.error());
    TextFields fields;
    for (const auto& [name, value] : object->items()) {
        const auto field = std::ranges::find(known, name, &TextField::name);
        if (field == known.end()) return bad_field(name, "is unknown here");
        Result<std::string> read = text_of(*field, value);
        if (!read) return fail(std::move(read).error());
        fields.emplace(name, std::move(*read));
    }
    for (const TextField& field : known) {
        if (field.required && !fields.contains(field.name)) {
            return bad_field(field.name, "is missing");
        }
    }
    return fields;
}

Result<Labels> parse_labels(std::string_view text) {
    const std::size_t inside = text.find_first_not_of("{ \t");
    const bool is_json =
        text.starts_with('{') && inside != std::string_view::npos && text[inside] == '"';
    if (!is_json) return Labels::parse(text);
    const Result<json> object = parse_json_object(text);
    if (!object) return fail(object.error());
    std::vector<Labels::Pair> pairs;
    for (const auto& [name, value] : object->items()) {
        if (!value.is_string()) return bad_field(name, "must be a text");
        pairs.emplace_back(name, value.get<std::string>());
    }
    return Labels::from_pairs(std::move(pairs));
}

}  // namespace foreshock::http
