#include "server/http/foreign_page.hpp"

namespace foreshock::http {
namespace {

/// "https://web:8420" → "web:8420"; empty for "null" and what is no origin.
std::string_view authority(std::string_view origin) {
    const std::size_t scheme = origin.find("://");
    return scheme == std::string_view::npos ? std::string_view{} : origin.substr(scheme + 3);
}

bool has_browser_fields(const Request& request) {
    return !request.field("sec-fetch-site").empty() || !request.field("origin").empty();
}

}  // namespace

bool is_cross_site(const Request& request) {
    const std::string_view site = request.field("sec-fetch-site");
    if (!site.empty()) return site != "same-origin" && site != "none";
    const std::string_view origin = request.field("origin");
    return !origin.empty() && authority(origin) != request.field("host");
}

bool comes_from_foreign_page(const Request& request) {
    if (!request.identity.is_ambient()) return false;
    if (has_browser_fields(request)) return is_cross_site(request);
    return request.identity.proof == people::Identity::Proof::session &&
           request.field("x-foreshock-request").empty();
}

}  // namespace foreshock::http
