#include "server/notify/signature.hpp"

#include "server/digest/digest.hpp"

namespace foreshock::notify {
std::string sign(std::string_view secret, TimePoint at, std::string_view body) {
    const std::string unix_seconds =
        std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
    const std::string message = unix_seconds + "." + std::string{body};
    return "t=" + unix_seconds + ",v1=" + digest::hex(digest::hmac_sha256(secret, message));
}

}  // namespace foreshock::notify
