#pragma once

#include <string>
#include <string_view>

#include "server/http/message.hpp"

namespace foreshock::http {

/// SHA-256 as 64 lower-case hex digits: how tokens are kept and compared.
std::string sha256_hex(std::string_view text);

/// The token of "Authorization: Bearer TOKEN", or an empty text.
std::string_view bearer_token(const Request& request);

}  // namespace foreshock::http
