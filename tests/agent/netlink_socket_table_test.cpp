#include "agent/netlink_socket_table.hpp"

#include <algorithm>

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <sys/socket.h>

#include "core/directory_host_fs.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/map_host_fs.hpp"

using namespace foreshock;
using namespace foreshock::agent;
using collectors::SocketRound;
using collectors::TcpSocket;
using collectors::TcpState;

namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// A program that listens and has not accepted one connection yet.
struct SlowServer {
    SlowServer()
        : listening(::socket(AF_INET, SOCK_STREAM, 0)), calling(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address = loopback(0);
        socklen_t length = sizeof address;
        auto* where = reinterpret_cast<sockaddr*>(&address);
        REQUIRE(::bind(listening.get(), where, length) == 0);
        REQUIRE(::listen(listening.get(), 5) == 0);
        REQUIRE(::getsockname(listening.get(), where, &length) == 0);
        port = ntohs(address.sin_port);
        REQUIRE(::connect(calling.get(), where, length) == 0);
    }

    UniqueFd listening;
    UniqueFd calling;
    std::uint16_t port = 0;
};

/// Asks, a second apart, until the round of that number is whole.
const SocketRound& round_of(collectors::SocketTable& table, test::ManualClock& clock,
                            std::uint64_t number) {
    for (int second = 0; second < 600; ++second) {
        const auto round = table.read(clock.now());
        REQUIRE(round);
        if ((*round)->number >= number) return **round;
        clock.advance(std::chrono::seconds{1});
    }
    FAIL("no round was ever whole");
    throw std::logic_error{"unreachable"};
}

std::vector<TcpSocket> at_port(const SocketRound& round, std::uint16_t port, TcpState state) {
    std::vector<TcpSocket> found;
    std::copy_if(round.sockets.begin(), round.sockets.end(), std::back_inserter(found),
                 [&](const TcpSocket& socket) {
                     return socket.state == state &&
                            (socket.local.port == port || socket.remote.port == port);
                 });
    return found;
}

/// Null, with a word of warning, where the tests may not use netlink.
std::unique_ptr<NetlinkSocketTable> netlink() {
    static const DirectoryHostFs host{"/"};
    auto table = NetlinkSocketTable::open(host);
    if (table) return std::move(*table);
    WARN("netlink is refused here: " << table.error().what);
    return nullptr;
}

}  // namespace

TEST_CASE("netlink sockets: a listening socket is seen with who waits and who may",
          "[agent][sockets]") {
    const auto table = netlink();
    if (!table) return;
    const SlowServer server;
    test::ManualClock clock;
    const SocketRound& round =
        round_of(*table, clock, table->read(clock.now()).value()->number + 1);
    const auto listening = at_port(round, server.port, TcpState::listening);
    REQUIRE(listening.size() == 1);
    CHECK(address_text(listening[0].local) == "127.0.0.1");
    CHECK(listening[0].receive_queue == 1);
    CHECK(listening[0].send_queue == 5);
    CHECK_FALSE(round.is_cut);
}

TEST_CASE("netlink sockets: both ends of a connection are seen, with how its packets fare",
          "[agent][sockets]") {
    const auto table = netlink();
    if (!table) return;
    const SlowServer server;
    test::ManualClock clock;
    const SocketRound& round =
        round_of(*table, clock, table->read(clock.now()).value()->number + 1);
    const auto open = at_port(round, server.port, TcpState::established);
    REQUIRE(open.size() == 2);
    std::uint32_t segments = 0;
    for (const TcpSocket& socket : open) {
        CHECK(socket.cookie != 0);
        REQUIRE(socket.path);
        segments += socket.path->segments_sent;
    }
    // Who calls sends two; the answer to the first is not counted as the other end's yet.
    CHECK(segments >= 1);
    CHECK(open[0].local.port == open[1].remote.port);
}

TEST_CASE("netlink sockets: IPv6 is seen in the same round", "[agent][sockets]") {
    const auto table = netlink();
    if (!table) return;
    const UniqueFd socket{::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    socklen_t length = sizeof address;
    if (::bind(socket.get(), any, length) != 0 || ::listen(socket.get(), 5) != 0) {
        WARN("there is no IPv6 here");
        return;
    }
    REQUIRE(::getsockname(socket.get(), any, &length) == 0);
    test::ManualClock clock;
    const SocketRound& round =
        round_of(*table, clock, table->read(clock.now()).value()->number + 1);
    const auto listening = at_port(round, ntohs(address.sin6_port), TcpState::listening);
    REQUIRE(listening.size() == 1);
    CHECK(address_text(listening[0].local) == "::1");
}

TEST_CASE("netlink sockets: a round stands for its time, then a new one is read",
          "[agent][sockets]") {
    const auto table = netlink();
    if (!table) return;
    test::ManualClock clock;
    const std::uint64_t first = round_of(*table, clock, 1).number;
    const std::uint64_t next = round_of(*table, clock, first + 1).number;
    CHECK(table->read(clock.now()).value()->number == next);
    clock.advance(std::chrono::seconds{1});
    CHECK(table->read(clock.now()).value()->number <= next);
    clock.advance(NetlinkSocketTable::few_every);
    CHECK(round_of(*table, clock, next + 1).number == next + 1);
}

TEST_CASE("netlink sockets: where connections are few and calm those that listen are read alone",
          "[agent][sockets]") {
    // Nothing is counted but what stands still.
    static const test::MapHostFs host{{"proc/net/snmp", "Tcp: CurrEstab\nTcp: 0\n"}};
    const auto opened = NetlinkSocketTable::open(host);
    if (!opened) return;
    NetlinkSocketTable& table = **opened;
    test::ManualClock clock;
    const std::uint64_t first = round_of(table, clock, 1).number_connections;
    const SlowServer server;
    const SocketRound& round = round_of(table, clock, first + 1);
    if (round.sockets.size() >= NetlinkSocketTable::connections_few) return;
    CHECK(round.number_connections == first);
    CHECK(at_port(round, server.port, TcpState::listening).size() == 1);
    CHECK(at_port(round, server.port, TcpState::established).empty());
    clock.advance(NetlinkSocketTable::few_calm_every);
    const SocketRound& later = round_of(table, clock, first + 2);
    CHECK(later.number_connections == later.number);
    CHECK(at_port(later, server.port, TcpState::established).size() == 2);
}

TEST_CASE("netlink sockets: where the host does not count, connections are read every 15 seconds",
          "[agent][sockets]") {
    static const test::MapHostFs host;
    const auto opened = NetlinkSocketTable::open(host);
    if (!opened) return;
    NetlinkSocketTable& table = **opened;
    test::ManualClock clock;
    const std::uint64_t first = round_of(table, clock, 1).number;
    clock.advance(NetlinkSocketTable::few_every);
    CHECK(round_of(table, clock, first + 1).number_connections == first + 1);
}

TEST_CASE("netlink sockets: those in time-wait stand until they are asked for again",
          "[agent][sockets]") {
    std::uint16_t port = 0;
    {
        SlowServer server;
        port = server.port;
        const UniqueFd accepted{::accept(server.listening.get(), nullptr, nullptr)};
        REQUIRE(accepted.valid());
        // Who closes first waits, once the other end has closed as well.
        server.calling.reset();
        char byte = 0;
        REQUIRE(::recv(accepted.get(), &byte, 1, 0) == 0);
    }
    const auto table = netlink();
    if (!table) return;
    test::ManualClock clock;
    const std::uint64_t rounds =
        2 * NetlinkSocketTable::few_calm_every / NetlinkSocketTable::few_every;
    for (std::uint64_t number = 1; number <= rounds; ++number)
        CHECK(at_port(round_of(*table, clock, number), port, TcpState::time_wait).size() == 1);
}

TEST_CASE("netlink sockets: another root is read from its files", "[agent][sockets]") {
    const test::MapHostFs host{{"proc/net/tcp",
                                "  sl  local_address rem_address   st tx_queue rx_queue\n"
                                "   0: 0100007F:20E4 00000000:0000 0A 00000000:00000003\n"}};
    const auto table = make_socket_table(host, false);
    const auto round = table->read(test::ManualClock{}.now());
    REQUIRE(round);
    CHECK((*round)->sockets.size() == 1);
}
