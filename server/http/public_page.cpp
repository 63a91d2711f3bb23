#include "server/http/public_page.hpp"

#include <array>

#include <openssl/evp.h>

namespace foreshock::http {
namespace {

/// 'sha256-…' of Content Security Policy level 2.
std::string style_source(std::string_view style) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_Digest(style.data(), style.size(), digest.data(), &size, EVP_sha256(), nullptr);
    std::array<unsigned char, 2 * EVP_MAX_MD_SIZE> base64{};
    const int bytes = EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(size));
    return "'sha256-" +
           std::string{reinterpret_cast<const char*>(base64.data()),
                       static_cast<std::size_t>(bytes)} +
           "'";
}

}  // namespace

Response public_page(int status, std::string html, std::string_view style) {
    Response response;
    response.status = status;
    response.fields = {{"Content-Type", "text/html; charset=utf-8"},
                       {"Content-Security-Policy",
                        "default-src 'none'; style-src " + style_source(style) +
                            "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"}};
    response.body = std::move(html);
    return response;
}

std::string_view page_language(const Request& request) {
    const auto asked = request.query.get("lang");
    if (asked) return *asked == "th" ? "th" : "en";
    return request.field("accept-language").starts_with("th") ? "th" : "en";
}

}  // namespace foreshock::http
