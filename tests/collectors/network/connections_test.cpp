#include "collectors/network/connections.hpp"

#include <catch2/catch.hpp>

#include "collectors/network/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/stub_sockets.hpp"

namespace foreshock::collectors {
namespace {

const Endpoint database = test::ipv4({10, 0, 0, 5}, 5432);

TcpSocket connection(TcpState state, std::uint16_t local_port, Endpoint remote = database) {
    TcpSocket socket;
    socket.local = test::ipv4({10, 0, 0, 1}, local_port);
    socket.remote = remote;
    socket.state = state;
    return socket;
}

std::vector<TcpSocket> connections_to(const Endpoint& remote, std::size_t count) {
    std::vector<TcpSocket> sockets;
    for (std::size_t i = 0; i < count; ++i) {
        const auto port = static_cast<std::uint16_t>(40000 + i);
        sockets.push_back(connection(TcpState::time_wait, port, remote));
    }
    return sockets;
}

struct Bench : test::CollectorBench {
    Bench() {
        host.files["proc/sys/net/ipv4/ip_local_port_range"] = "40000\t40999\n";
        sockets = &table;
        make("connections", network_catalog());
    }

    test::StubSockets table;
};

TEST_CASE("connections: the range of ports is two numbers", "[collectors][connections]") {
    const auto range = parse_port_range("32768\t60999\n");
    REQUIRE(range);
    CHECK(range->first == 32768);
    CHECK(range->size() == 28232);
    CHECK(range->contains(60999));
    CHECK_FALSE(range->contains(61000));
    for (const std::string text : {"", "1\n", "2 1\n", "1 65536\n", "a b\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_port_range(text));
        CHECK(parse_port_range(text).error().code == Errc::malformed);
    }
}

TEST_CASE("connections: states are counted", "[collectors][connections]") {
    const auto counts = count_connections(
        {connection(TcpState::syn_sent, 1), connection(TcpState::syn_received, 2),
         connection(TcpState::new_syn_received, 3), connection(TcpState::fin_wait1, 4),
         connection(TcpState::fin_wait2, 5), connection(TcpState::last_ack, 6),
         connection(TcpState::closing, 7), connection(TcpState::close_wait, 8),
         connection(TcpState::established, 9), connection(TcpState::time_wait, 10)});
    CHECK(counts.syn_sent == 1);
    CHECK(counts.syn_received == 2);
    CHECK(counts.closing == 4);
    CHECK(counts.close_wait == 1);
}

TEST_CASE("connections: ports are counted by remote, for the busiest local address",
          "[collectors][connections]") {
    auto sockets = connections_to(database, 3);
    sockets.push_back(connection(TcpState::established, 443));  // not of the range
    sockets.push_back(connection(TcpState::established, 40000, test::ipv4({10, 0, 0, 6}, 80)));
    sockets.push_back(connection(TcpState::listening, 40500));
    sockets.push_back(connection(TcpState::established, 40000));
    sockets.back().local = test::ipv4({10, 0, 0, 2}, 40000);
    const auto uses = count_port_use(sockets, {40000, 40999});
    REQUIRE(uses.size() == 2);
    CHECK(endpoint_text(uses[0].remote) == "10.0.0.5:5432");
    CHECK(uses[0].ports == 3);
    CHECK(uses[1].ports == 1);
}

TEST_CASE("connections: ports of a busy remote stand beside the range",
          "[collectors][connections]") {
    Bench bench;
    bench.table.next(connections_to(database, 20));
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("connections.ports.used_count{remote=\"10.0.0.5:5432\"}") == 20.0);
    CHECK(bench.sink.value("connections.ports.limit_count{remote=\"10.0.0.5:5432\"}") == 1000.0);
    CHECK(bench.sink.value("connections.state.close_wait_count") == 0.0);
    CHECK(bench.sink.value("connections.state.syn_sent_count") == 0.0);
}

TEST_CASE("connections: a remote with few ports has no series until it has more, then keeps it",
          "[collectors][connections]") {
    Bench bench;
    bench.table.next(connections_to(database, 19));
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("connections.ports") == 0);
    bench.table.next(connections_to(database, 20));
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("connections.ports") == 2);
    bench.table.next(connections_to(database, 3));
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("connections.ports.used_count{remote=\"10.0.0.5:5432\"}") == 3.0);
    bench.table.next({});
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("connections.ports") == 0);
}

TEST_CASE("connections: where only those that listen were read there is no news",
          "[collectors][connections]") {
    Bench bench;
    bench.table.next({});
    REQUIRE(bench.tick());
    CHECK(bench.sink.has("connections.state.syn_sent_count"));
    bench.table.next_listening({});
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("connections.state.syn_sent_count"));
    bench.table.next({});
    REQUIRE(bench.tick());
    CHECK(bench.sink.has("connections.state.syn_sent_count"));
}

TEST_CASE("connections: of too many remotes the busiest are told", "[collectors][connections]") {
    Bench bench;
    std::vector<TcpSocket> sockets;
    for (std::size_t i = 0; i <= port_remotes_max; ++i) {
        const auto more =
            connections_to(test::ipv4({10, 0, 0, static_cast<std::uint8_t>(i + 1)}, 80), 20 + i);
        sockets.insert(sockets.end(), more.begin(), more.end());
    }
    bench.table.next(sockets);
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("connections.ports.used_count") == port_remotes_max);
    CHECK_FALSE(bench.sink.has("connections.ports.used_count{remote=\"10.0.0.1:80\"}"));
}

TEST_CASE("connections: a range that is none is told, a missing one is the kernel's default",
          "[collectors][connections]") {
    Bench bench;
    bench.host.files["proc/sys/net/ipv4/ip_local_port_range"] = "rubbish";
    bench.table.next(connections_to(database, 600));
    CHECK(bench.tick().error().code == Errc::malformed);
    bench.host.files.clear();
    bench.table.next(connections_to(database, 600));
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("connections.ports.limit_count{remote=\"10.0.0.5:5432\"}") == 28232.0);
}

TEST_CASE("connections: a host whose sockets nobody lists has no data",
          "[collectors][connections]") {
    test::CollectorBench bench;
    bench.make("connections", network_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
