#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "server/intake/alert_word.hpp"

// For the decoders of this room only. Each includes the library itself.

namespace foreshock::intake {

using Json = nlohmann::json;

/// too_large beyond its bytes, malformed when it nests too deeply.
Result<void> check_bounds(std::string_view body, const AlertLimits& limits);

/// Parses a bounded body: too_large beyond its bytes, malformed with the place for what is no JSON
/// or nests too deeply.
Result<Json> parse_body(std::string_view body, const AlertLimits& limits);

/// The text of that name; empty when absent or null. invalid when it is something else.
Result<std::string> text_at(const Json& object, std::string_view name);

/// RFC 3339; none when empty or the zero time of Go. invalid when it is no time; says it of `name`.
Result<std::optional<TimePoint>> time_of(std::string_view text, std::string_view name);

/// As time_of; none when absent or null.
Result<std::optional<TimePoint>> time_at(const Json& object, std::string_view name);

}  // namespace foreshock::intake
