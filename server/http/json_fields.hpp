#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/labels.hpp"
#include "core/result.hpp"

namespace foreshock::http {

/// One text that a JSON body may carry.
struct TextField {
    std::string_view name;
    bool required = true;
    std::size_t bytes_max = 200;
};

using TextFields = std::map<std::string, std::string, std::less<>>;

/// Reads a JSON object of texts. malformed with line and column for what is no JSON; invalid for
/// an unknown, missing, empty or overlong field, naming it. Absent optional fields are left out.
Result<TextFields> parse_text_fields(std::string_view json, std::span<const TextField> known);

/// Reads a JSON object; malformed with line and column for anything else.
Result<nlohmann::json> parse_json_object(std::string_view text);

/// Reads labels as {"mount":"/var"} or {mount="/var"}.
Result<Labels> parse_labels(std::string_view text);

}  // namespace foreshock::http
