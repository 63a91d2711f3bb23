#include "collectors/socket_table.hpp"

#include <algorithm>

#include <arpa/inet.h>

namespace foreshock::collectors {
namespace {

constexpr std::array<std::uint8_t, 12> ipv4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

bool is_ipv4(const Endpoint& endpoint) {
    return std::equal(ipv4_prefix.begin(), ipv4_prefix.end(), endpoint.address.begin());
}

bool listens(const TcpSocket& socket) {
    return socket.state == TcpState::listening;
}

}  // namespace

std::span<const TcpSocket> SocketRound::listening() const {
    return {sockets.begin(), std::find_if_not(sockets.begin(), sockets.end(), listens)};
}

void SocketRound::renew(std::vector<TcpSocket> read) {
    sockets = std::move(read);
    std::stable_partition(sockets.begin(), sockets.end(), listens);
    number_connections = ++number;
}

void SocketRound::renew_listening(const std::vector<TcpSocket>& read) {
    const std::size_t before = listening().size();
    const auto same = static_cast<std::ptrdiff_t>(std::min(before, read.size()));
    std::copy_n(read.begin(), same, sockets.begin());
    const auto end = sockets.begin() + same;
    if (before > read.size())
        sockets.erase(end, sockets.begin() + static_cast<std::ptrdiff_t>(before));
    if (before < read.size()) sockets.insert(end, read.begin() + same, read.end());
    is_cut = is_cut || sockets.size() > SocketTable::sockets_max;
    if (is_cut) sockets.resize(std::min(sockets.size(), SocketTable::sockets_max));
    ++number;
}

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
