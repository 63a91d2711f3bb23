#include "server/oncall/keyed_token.hpp"

#include "server/digest/digest.hpp"

namespace foreshock::oncall {

std::string keyed_token(std::string_view secret, std::initializer_list<std::string_view> parts) {
    constexpr std::size_t bytes_shown = 16;
    std::string text;
    for (const std::string_view part : parts)
        text += std::string{part} + "\n" + std::to_string(part.size()) + "\n";
    const digest::Sha256 whole = digest::hmac_sha256(secret, text);
    return digest::hex(std::span{whole}.first(bytes_shown));
}

}  // namespace foreshock::oncall
