#include "server/http/token.hpp"

#include "server/digest/digest.hpp"

namespace foreshock::http {

std::string sha256_hex(std::string_view text) {
    return digest::hex(digest::sha256(text));
}

std::string_view bearer_token(const Request& request) {
    constexpr std::string_view scheme = "bearer ";
    std::string_view value = request.field("authorization");
    if (value.size() < scheme.size()) return {};
    for (std::size_t i = 0; i < scheme.size(); ++i) {
        const char c = value[i];
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if (lower != scheme[i]) return {};
    }
    value.remove_prefix(scheme.size());
    while (value.starts_with(' '))
        value.remove_prefix(1);
    while (value.ends_with(' '))
        value.remove_suffix(1);
    return value;
}

}  // namespace foreshock::http
