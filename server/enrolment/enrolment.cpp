#include "server/enrolment/enrolment.hpp"

#include <algorithm>

namespace foreshock::enrolment {
namespace {

bool is_of_label_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_printable(std::string_view text) {
    return std::ranges::all_of(text, [](unsigned char c) { return c >= 0x20 && c != 0x7F; });
}

}  // namespace

std::string_view state_of(const Token& token, TimePoint now) {
    if (token.revoked_at) return "revoked";
    if (now >= token.expires_at) return "expired";
    return token.uses >= token.uses_max ? "used up" : "good";
}

Result<std::pair<std::string, std::string>> parse_label(std::string_view text) {
    const std::size_t equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    const bool is_name = equals != std::string_view::npos && !name.empty() && name.front() >= 'a' &&
                         name.front() <= 'z' && std::ranges::all_of(name, is_of_label_name);
    const std::string_view value = is_name ? text.substr(equals + 1) : std::string_view{};
    if (value.empty() || text.size() > label_bytes_max || !is_printable(value)) {
        return fail(Errc::invalid, "'" + std::string{text.substr(0, label_bytes_max)} +
                                       "' is no label: write name=value, the name of a-z, 0-9 "
                                       "and _, such as rack=7");
    }
    return std::pair{std::string{name}, std::string{value}};
}

bool is_live(const Certificate& certificate, TimePoint now) {
    return !certificate.revoked_at && now < certificate.expires_at;
}

}  // namespace foreshock::enrolment
