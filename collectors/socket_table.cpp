#include "collectors/socket_table.hpp"

#include <algorithm>

#include <arpa/inet.h>

namespace foreshock::collectors {
namespace {

constexpr std::array<std::uint8_t, 12> ipv4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

bool is_ipv4(const Endpoint& endpoint) {
    return std::equal(ipv4_prefix.begin(), ipv4_prefix.end(), endpoint.address.begin());
}

}  // namespace

std::string address_text(const Endpoint& endpoint) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const bool four = is_ipv4(endpoint);
    const std::uint8_t* bytes = endpoint.address.data() + (four ? ipv4_prefix.size() : 0);
    ::inet_ntop(four ? AF_INET : AF_INET6, bytes, text.data(), text.size());
    return text.data();
}

std::string endpoint_text(const Endpoint& endpoint) {
    const std::string address = address_text(endpoint);
    const std::string port = std::to_string(endpoint.port);
    return is_ipv4(endpoint) ? address + ":" + port : "[" + address + "]:" + port;
}

}  // namespace foreshock::collectors
