#include "server/notify/signature.hpp"

#include <array>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace foreshock::notify {
namespace {

std::string hex(const unsigned char* bytes, std::size_t count) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 0xF];
    }
    return text;
}

}  // namespace

std::string sign(std::string_view secret, TimePoint at, std::string_view body) {
    const std::string unix_seconds =
        std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
    const std::string message = unix_seconds + "." + std::string{body};
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest.data(),
         &size);
    return "t=" + unix_seconds + ",v1=" + hex(digest.data(), size);
}

}  // namespace foreshock::notify
