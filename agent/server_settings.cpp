#include "agent/server_settings.hpp"

#include <algorithm>
#include <array>

#include "core/number.hpp"

namespace foreshock::agent {
namespace {

constexpr std::array<std::string_view, 6> proxy_schemes{"http://",    "https://",  "socks4://",
                                                        "socks4a://", "socks5://", "socks5h://"};

bool is_of_host_name(char letter) {
    const bool is_letter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    return is_letter || (letter >= '0' && letter <= '9') || letter == '-' || letter == '.' ||
           letter == '_';
}

bool is_of_ipv6(char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f') ||
           (letter >= 'A' && letter <= 'F') || letter == ':' || letter == '.';
}

template <class Test>
bool is_made_of(std::string_view text, Test test) {
    return !text.empty() && std::all_of(text.begin(), text.end(), test);
}

std::optional<std::string> complaint_of_port(std::string_view port) {
    const auto number = parse_uint(port);
    if (number && *number >= 1 && *number <= 65535) return std::nullopt;
    return "the port must be a number from 1 to 65535";
}

std::optional<std::string> complaint_of_ipv6(std::string_view authority) {
    const auto end = authority.find(']');
    const bool is_closed = end != std::string_view::npos;
    const std::string_view inside = authority.substr(1, is_closed ? end - 1 : 0);
    const bool fits = is_made_of(inside, is_of_ipv6) && inside.find(':') != std::string_view::npos;
    if (!is_closed || !fits)
        return "an IPv6 address stands in brackets: https://[2001:db8::1]:8420";
    const std::string_view rest = authority.substr(end + 1);
    if (rest.empty()) return std::nullopt;
    if (rest.front() != ':') return "after the brackets only a port may follow";
    return complaint_of_port(rest.substr(1));
}

std::optional<std::string> complaint_of_authority(std::string_view authority) {
    if (authority.starts_with('[')) return complaint_of_ipv6(authority);
    const auto colon = authority.find(':');
    const std::string_view host = authority.substr(0, colon);
    if (host.empty()) return "the host is missing";
    if (colon != authority.rfind(':')) {
        return "an IPv6 address stands in brackets: https://[2001:db8::1]:8420";
    }
    if (!is_made_of(host, is_of_host_name)) return "'" + std::string{host} + "' is no host name";
    if (colon == std::string_view::npos) return std::nullopt;
    return complaint_of_port(authority.substr(colon + 1));
}

}  // namespace

std::optional<std::string> complaint_of_server_url(std::string_view url) {
    const bool is_http = url.starts_with("http://") || url.starts_with("https://");
    if (!is_http) return "must begin with http:// or https://";
    url.remove_prefix(url.find("//") + 2);
    const std::string_view authority = url.substr(0, url.find('/'));
    if (url.find_first_of("?#") != std::string_view::npos) return "a query has no place here";
    if (authority.find('@') != std::string_view::npos) {
        return "user and password have no place here: put the agent's token into token_file";
    }
    const bool is_plain = std::all_of(url.begin(), url.end(),
                                      [](char letter) { return letter > ' ' && letter < '\x7F'; });
    if (!is_plain) return "blanks and letters beyond ASCII have no place here";
    return complaint_of_authority(authority);
}

std::optional<std::string> complaint_of_proxy(std::string_view proxy) {
    if (proxy.empty() || proxy == "none") return std::nullopt;
    const bool is_known =
        std::any_of(proxy_schemes.begin(), proxy_schemes.end(),
                    [proxy](std::string_view scheme) { return proxy.starts_with(scheme); });
    if (!is_known) {
        return "must begin with http://, https://, socks5h:// or socks4a://, or be \"none\"";
    }
    std::string_view authority = proxy.substr(proxy.find("//") + 2);
    authority = authority.substr(0, authority.find('/'));
    const auto at = authority.rfind('@');
    if (at != std::string_view::npos) authority.remove_prefix(at + 1);
    return complaint_of_authority(authority);
}

}  // namespace foreshock::agent
