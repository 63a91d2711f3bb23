#include "collectors/socket_table.hpp"

#include <catch2/catch.hpp>

#include "tests/support/stub_sockets.hpp"

namespace foreshock::collectors {
namespace {

TcpSocket socket_at(std::uint16_t port, TcpState state) {
    TcpSocket socket;
    socket.local.port = port;
    socket.state = state;
    return socket;
}

std::vector<std::uint16_t> ports_of(std::span<const TcpSocket> sockets) {
    std::vector<std::uint16_t> ports;
    for (const TcpSocket& socket : sockets)
        ports.push_back(socket.local.port);
    return ports;
}

TEST_CASE("socket table: those that listen come first, and may be read alone",
          "[collectors][sockets]") {
    using enum TcpState;
    SocketRound round;
    CHECK(round.listening().empty());
    round.renew({socket_at(7, established), socket_at(1, listening), socket_at(8, time_wait),
                 socket_at(2, listening)});
    CHECK(ports_of(round.sockets) == std::vector<std::uint16_t>{1, 2, 7, 8});
    CHECK(ports_of(round.listening()) == std::vector<std::uint16_t>{1, 2});
    CHECK(round.number == 1);
    CHECK(round.number_connections == 1);

    round.renew_listening({socket_at(3, listening), socket_at(4, listening)});
    CHECK(ports_of(round.sockets) == std::vector<std::uint16_t>{3, 4, 7, 8});
    round.renew_listening({socket_at(5, listening)});
    CHECK(ports_of(round.sockets) == std::vector<std::uint16_t>{5, 7, 8});
    round.renew_listening({});
    CHECK(round.listening().empty());
    round.renew_listening({socket_at(1, listening), socket_at(2, listening)});
    CHECK(ports_of(round.sockets) == std::vector<std::uint16_t>{1, 2, 7, 8});
    CHECK(round.number == 5);
    CHECK(round.number_connections == 1);
    CHECK_FALSE(round.is_cut);
}

TEST_CASE("socket table: one that begins to listen takes the last place where there is no room",
          "[collectors][sockets]") {
    SocketRound round;
    round.renew({SocketTable::sockets_max, socket_at(9, TcpState::established)});
    round.renew_listening({});
    CHECK_FALSE(round.is_cut);
    CHECK(round.sockets.size() == SocketTable::sockets_max);
    round.renew_listening({socket_at(1, TcpState::listening)});
    CHECK(round.is_cut);
    CHECK(round.sockets.size() == SocketTable::sockets_max);
    CHECK(ports_of(round.listening()) == std::vector<std::uint16_t>{1});
}

TEST_CASE("socket table: IPv4 is written with dots", "[collectors][sockets]") {
    const Endpoint endpoint = test::ipv4({10, 0, 0, 5}, 5432);
    CHECK(address_text(endpoint) == "10.0.0.5");
    CHECK(endpoint_text(endpoint) == "10.0.0.5:5432");
}

TEST_CASE("socket table: IPv6 is written in brackets when a port follows",
          "[collectors][sockets]") {
    Endpoint endpoint;
    CHECK(endpoint_text(endpoint) == "[::]:0");
    endpoint.address = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    endpoint.port = 443;
    CHECK(address_text(endpoint) == "2001:db8::1");
    CHECK(endpoint_text(endpoint) == "[2001:db8::1]:443");
}

}  // namespace
}  // namespace foreshock::collectors
