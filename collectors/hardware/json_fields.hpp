#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace foreshock::collectors {

// Reading what programs print as JSON: a field that is not there, or of another type, is none.
// Only for the sources that parse such text.

using Json = nlohmann::json;

/// The whole text as an object; none when it is anything else. Never throws.
inline std::optional<Json> json_object(std::string_view text) {
    Json parsed = Json::parse(text, nullptr, false);
    if (!parsed.is_object()) return std::nullopt;
    return parsed;
}

/// A field of an object; null when there is none, or no object.
inline const Json* json_field(const Json* from, std::string_view name) {
    if (!from || !from->is_object()) return nullptr;
    const auto found = from->find(name);
    return found == from->end() ? nullptr : &*found;
}

/// The field that a path of names leads to.
template <class... Names>
const Json* json_field(const Json* from, std::string_view name, Names... rest) {
    return json_field(json_field(from, name), rest...);
}

/// A number that is not negative: all that hardware counts.
template <class... Names>
std::optional<double> json_count(const Json* from, Names... path) {
    const Json* field = json_field(from, path...);
    if (!field || !field->is_number()) return std::nullopt;
    const auto value = field->get<double>();
    return value >= 0 ? std::optional{value} : std::nullopt;
}

template <class... Names>
std::optional<bool> json_bool(const Json* from, Names... path) {
    const Json* field = json_field(from, path...);
    if (!field || !field->is_boolean()) return std::nullopt;
    return field->get<bool>();
}

/// A text; empty when there is none. It lives as long as the object.
template <class... Names>
std::string_view json_text(const Json* from, Names... path) {
    const Json* field = json_field(from, path...);
    if (!field || !field->is_string()) return {};
    return field->get_ref<const std::string&>();
}

}  // namespace foreshock::collectors
