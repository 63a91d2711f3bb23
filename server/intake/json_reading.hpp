#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "server/intake/alert_word.hpp"

// For the decoders of this room only. Each includes the library itself.

namespace foreshock::intake {

using Json = nlohmann::json;

/// Parses a bounded body: too_large beyond its bytes, malformed with the place for what is no JSON
/// or nests too deeply.
Result<Json> parse_body(std::string_view body, const AlertLimits& limits);

/// The text of that name; empty when absent or null. invalid when it is something else.
Result<std::string> text_at(const Json& object, std::string_view name);

/// RFC 3339; none when absent, null, empty or the zero time of Go. invalid when it is no time.
Result<std::optional<TimePoint>> time_at(const Json& object, std::string_view name);

}  // namespace foreshock::intake
