#pragma once

#include <string>
#include <string_view>

#include "server/desk/maintenance_window.hpp"

namespace foreshock::store {

/// How silences and windows are stored. Decoding gives malformed for a damaged text.
std::string encode_silence(const desk::Silence& silence);
Result<desk::Silence> decode_silence(std::string_view text);
std::string encode_window(const desk::MaintenanceWindow& window);
Result<desk::MaintenanceWindow> decode_window(std::string_view text);

}  // namespace foreshock::store
