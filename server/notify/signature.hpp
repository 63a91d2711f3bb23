#pragma once

#include <string>
#include <string_view>

#include "core/time.hpp"

namespace foreshock::notify {

/// The value of X-Foreshock-Signature: `t=UNIX,v1=HEX`, where HEX is HMAC-SHA256 (RFC 2104) of
/// "UNIX.BODY" under the shared secret. The time lets a receiver refuse what is replayed late.
std::string sign(std::string_view secret, TimePoint at, std::string_view body);

}  // namespace foreshock::notify
