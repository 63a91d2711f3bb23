#include "cli/json_field.hpp"

#include <nlohmann/json.hpp>

#include "cli/terminal.hpp"

namespace foreshock::cli {

const Json& field(const Json& json, const char* name) {
    static const Json nothing;
    const auto found = json.is_object() ? json.find(name) : json.end();
    return json.is_object() && found != json.end() ? *found : nothing;
}

std::string text(const Json& json, const char* name) {
    const Json& value = field(json, name);
    return value.is_string() ? printable(value.get<std::string>()) : std::string{};
}

std::optional<double> number(const Json& json, const char* name) {
    const Json& value = field(json, name);
    return value.is_number() ? std::optional{value.get<double>()} : std::nullopt;
}

std::uint64_t count(const Json& json, const char* name) {
    const Json& value = field(json, name);
    return value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
}

}  // namespace foreshock::cli
