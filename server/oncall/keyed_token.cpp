#include "server/oncall/keyed_token.hpp"

#include <array>

#include <openssl/crypto.h>
#include <openssl/hmac.h>

namespace foreshock::oncall {

std::string keyed_token(std::string_view secret, std::initializer_list<std::string_view> parts) {
    constexpr std::size_t bytes_shown = 16;
    std::string text;
    for (const std::string_view part : parts)
        text += std::string{part} + "\n" + std::to_string(part.size()) + "\n";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    ::HMAC(::EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(),
           &length);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string token;
    for (std::size_t i = 0; i < bytes_shown; ++i) {
        token.push_back(digits[digest[i] >> 4]);
        token.push_back(digits[digest[i] & 15]);
    }
    return token;
}

bool is_same_token(std::string_view a, std::string_view b) {
    return a.size() == b.size() && ::CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace foreshock::oncall
