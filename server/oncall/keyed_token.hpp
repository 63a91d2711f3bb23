#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace foreshock::oncall {

/// 32 hex digits that only who knows the secret can make: the first half of HMAC-SHA256 over the
/// parts, each closed by its length (RFC 2104, FIPS 180-4).
std::string keyed_token(std::string_view secret, std::initializer_list<std::string_view> parts);

}  // namespace foreshock::oncall
