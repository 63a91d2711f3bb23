#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace foreshock::agent {

/// [server]: to whom the agent reports, and by which way.
struct ServerSettings {
    static constexpr std::size_t urls_max = 8;

    std::vector<std::string> urls{"http://127.0.0.1:8420"};  ///< the first is the preferred one
    std::string token_file;
    std::string ca_file;           ///< PEM; empty: the authorities that the system trusts
    std::string certificate_file;  ///< PEM, by which the server knows this agent; empty: none
    std::string key_file;          ///< its key
    std::string proxy;  ///< URL; empty: as https_proxy and no_proxy say; "none": no proxy at all
};

/// What is wrong with the URL of a server, for people; nothing when it is right. Scheme, host
/// (IPv6 in brackets, RFC 3986 section 3.2.2), port and a path may be said, nothing else.
std::optional<std::string> complaint_of_server_url(std::string_view url);

/// Likewise for `proxy`: http, https, socks4a or socks5h, or "none".
std::optional<std::string> complaint_of_proxy(std::string_view proxy);

}  // namespace foreshock::agent
