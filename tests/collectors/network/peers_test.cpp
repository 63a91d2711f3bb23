#include "collectors/network/peers.hpp"

#include <catch2/catch.hpp>

#include "collectors/network/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/stub_sockets.hpp"

namespace foreshock::collectors {
namespace {

const std::array<std::uint8_t, 4> near{10, 0, 0, 5};

TcpSocket connection(std::uint64_t cookie, TcpPath path,
                     std::array<std::uint8_t, 4> address = near) {
    TcpSocket socket;
    socket.remote = test::ipv4(address, 443);
    socket.state = TcpState::established;
    socket.cookie = cookie;
    socket.path = path;
    return socket;
}

struct Bench : test::CollectorBench {
    Bench() {
        sockets = &table;
        make("peers", network_catalog());
    }

    void round(std::vector<TcpSocket> seen) {
        table.next(std::move(seen));
        REQUIRE(tick(std::chrono::seconds{5}));
    }

    test::StubSockets table;
};

TEST_CASE("peers: what was sent is the difference of connections that are in both rounds",
          "[collectors][peers]") {
    PeerCounters counters;
    counters.update({connection(1, {0.01, 1000, 10}), connection(2, {0.03, 500, 0})});
    const auto peers =
        counters.update({connection(1, {0.01, 1100, 30}), connection(3, {0.03, 900, 400})});
    REQUIRE(peers.size() == 1);
    CHECK(address_text(peers[0].address) == "10.0.0.5");
    CHECK(peers[0].segments_sent == 80);
    CHECK(peers[0].segments_again == 20);
    CHECK(peers[0].connections == 2);
    CHECK(peers[0].round_trip_seconds == Approx(0.02));
}

TEST_CASE("peers: counters that pass 2^32 go on", "[collectors][peers]") {
    PeerCounters counters;
    counters.update({connection(1, {0.01, 0xFFFFFFF0, 0})});
    const auto peers = counters.update({connection(1, {0.01, 0x10, 0})});
    CHECK(peers[0].segments_sent == 32);
}

TEST_CASE("peers: connections that tell nothing are passed over", "[collectors][peers]") {
    PeerCounters counters;
    TcpSocket silent = connection(1, {});
    silent.path.reset();
    CHECK(counters.update({silent, connection(0, {})}).empty());
}

TEST_CASE("peers: connections beyond the bound are passed over", "[collectors][peers]") {
    PeerCounters counters;
    std::vector<TcpSocket> sockets;
    for (std::size_t i = 0; i <= PeerCounters::connections_max; ++i)
        sockets.push_back(connection(i + 1, {}));
    CHECK(counters.update(sockets)[0].connections == PeerCounters::connections_max);
}

TEST_CASE("peers: a peer to which something was sent is told with its loss and delay",
          "[collectors][peers]") {
    Bench bench;
    bench.round({connection(1, {0.02, 1000, 0}), connection(2, {0.5, 7, 0}, {10, 0, 0, 6})});
    CHECK(bench.sink.values.empty());
    bench.round({connection(1, {0.02, 1100, 25}), connection(2, {0.5, 7, 0}, {10, 0, 0, 6})});
    CHECK(*bench.sink.value("peers.path.retransmitted_ratio{peer=\"10.0.0.5\"}") == Approx(0.25));
    CHECK(*bench.sink.value("peers.path.round_trip_seconds{peer=\"10.0.0.5\"}") == Approx(0.02));
    CHECK(bench.sink.value("peers.connections.open_count{peer=\"10.0.0.5\"}") == 1.0);
    CHECK_FALSE(bench.sink.has("peers.path.round_trip_seconds{peer=\"10.0.0.6\"}"));
}

TEST_CASE("peers: few segments make no ratio", "[collectors][peers]") {
    Bench bench;
    bench.round({connection(1, {0.02, 1000, 0})});
    bench.round({connection(1, {0.02, 1005, 1})});
    CHECK(bench.sink.has("peers.path.round_trip_seconds{peer=\"10.0.0.5\"}"));
    CHECK_FALSE(bench.sink.has("peers.path.retransmitted_ratio{peer=\"10.0.0.5\"}"));
}

TEST_CASE("peers: of too many those that most is sent to are told", "[collectors][peers]") {
    Bench bench;
    std::vector<TcpSocket> before;
    std::vector<TcpSocket> after;
    for (std::size_t i = 0; i <= peers_max; ++i) {
        const std::array<std::uint8_t, 4> address{10, 0, 0, static_cast<std::uint8_t>(i)};
        before.push_back(connection(i + 1, {0.02, 0, 0}, address));
        after.push_back(connection(i + 1, {0.02, static_cast<std::uint32_t>(i + 1), 0}, address));
    }
    bench.round(before);
    bench.round(after);
    CHECK(bench.sink.count("peers.path.round_trip_seconds") == peers_max);
    CHECK_FALSE(bench.sink.has("peers.path.round_trip_seconds{peer=\"10.0.0.0\"}"));
}

TEST_CASE("peers: a peer that has gone is told no more", "[collectors][peers]") {
    Bench bench;
    bench.round({connection(1, {0.02, 1000, 0})});
    bench.round({connection(1, {0.02, 1100, 0})});
    bench.round({});
    CHECK(bench.sink.values.empty());
}

TEST_CASE("peers: a host whose sockets nobody lists has no data", "[collectors][peers]") {
    test::CollectorBench bench;
    bench.make("peers", network_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
