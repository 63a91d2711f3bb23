#include "server/digest/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

namespace foreshock::digest {
namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Sha256 sha256(std::string_view text) {
    // SHA256() of OpenSSL 3 looks its own method up at every call, which costs more than the rest.
    static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    Sha256 digest{};
    unsigned int size = 0;
    if (!method ||
        EVP_Digest(bytes_of(text), text.size(), digest.data(), &size, method, nullptr) != 1) {
        SHA256(bytes_of(text), text.size(), digest.data());
    }
    return digest;
}

Sha256 hmac_sha256(std::string_view key, std::string_view message) {
    Sha256 digest{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(message), message.size(),
         digest.data(), &size);
    return digest;
}

std::string hex(std::span<const unsigned char> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const unsigned char byte : bytes) {
        text.push_back(digits[byte >> 4]);
        text.push_back(digits[byte & 15]);
    }
    return text;
}

bool is_equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace foreshock::digest
