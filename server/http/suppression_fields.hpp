#pragma once

#include <string>
#include <string_view>

#include "server/desk/suppression_command.hpp"

namespace foreshock::http {

/// What a body says of a silence or window. For `preview` who and why may be missing, and for a
/// silence its end.
enum class BodyUse : std::uint8_t { add, preview };

/// Errors: malformed for what is no JSON, invalid or malformed for a field, naming it and what to
/// do. What a new one must be is checked where it is added. The actor is the owner unless it is
/// named.
Result<desk::AddSilence> read_silence(std::string_view json, TimePoint now, BodyUse use);
Result<desk::AddWindow> read_window(std::string_view json, TimePoint now, BodyUse use);

Result<desk::EditSilence> read_silence_edit(std::string id, std::string_view json, TimePoint now);
Result<desk::EditWindow> read_window_edit(std::string id, std::string_view json, TimePoint now);

}  // namespace foreshock::http
