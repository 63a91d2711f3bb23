#include "collectors/network/dependencies.hpp"

#include <catch2/catch.hpp>

#include "collectors/network/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/stub_sockets.hpp"

namespace foreshock::collectors {
namespace {

const Endpoint database = test::ipv4({10, 0, 0, 5}, 5432);
constexpr PortRange range{32768, 60999};

TcpSocket connection(TcpState state, std::uint16_t local_port, Endpoint remote = database,
                     std::uint64_t cgroup_id = 0) {
    TcpSocket socket;
    socket.local = test::ipv4({10, 0, 0, 1}, local_port);
    socket.remote = remote;
    socket.state = state;
    socket.cgroup_id = cgroup_id;
    return socket;
}

struct Bench : test::CollectorBench {
    Bench() {
        sockets = &table;
        make("dependencies", network_catalog());
    }

    void round(std::vector<TcpSocket> seen, Duration after = std::chrono::seconds{5}) {
        table.next(std::move(seen));
        REQUIRE(tick(after));
    }

    [[nodiscard]] std::vector<Fact> facts() const {
        std::vector<Fact> found;
        collector->add_facts(found);
        return found;
    }

    test::StubSockets table;
};

TEST_CASE("dependencies: a connection to a port where we listen was made by others",
          "[collectors][dependencies]") {
    const auto peers = find_outgoing_peers(
        {connection(TcpState::listening, 443, {}),
         connection(TcpState::established, 443, test::ipv4({10, 0, 0, 9}, 50000)),
         connection(TcpState::established, 40000)},
        range);
    REQUIRE(peers.size() == 1);
    CHECK(endpoint_text(peers[0].remote) == "10.0.0.5:5432");
    CHECK(peers[0].open == 1);
}

TEST_CASE("dependencies: a connection that outlived its listener is not taken for ours",
          "[collectors][dependencies]") {
    CHECK(find_outgoing_peers(
              {connection(TcpState::established, 443, test::ipv4({10, 0, 0, 9}, 50000))}, range)
              .empty());
}

TEST_CASE("dependencies: who never answers is nobody's dependency", "[collectors][dependencies]") {
    const auto peers = find_outgoing_peers({connection(TcpState::syn_sent, 40000)}, range);
    REQUIRE(peers.size() == 1);
    CHECK_FALSE(peers[0].was_open);
    Bench bench;
    bench.round({connection(TcpState::syn_sent, 40000)});
    bench.round({connection(TcpState::syn_sent, 40000)});
    CHECK(bench.facts().empty());
}

TEST_CASE("dependencies: a peer seen twice is learned, with the unit that is connected",
          "[collectors][dependencies]") {
    Bench bench;
    bench.table.units[77] = "shop.service";
    bench.round({connection(TcpState::established, 40000, database, 77),
                 connection(TcpState::established, 40001, database, 77)});
    CHECK(bench.facts().empty());
    CHECK(bench.sink.value("dependencies.known.count") == 0.0);
    bench.round({connection(TcpState::established, 40000, database, 77),
                 connection(TcpState::established, 40001, database, 77)});
    CHECK(bench.facts() == std::vector<Fact>{{"dependency.10.0.0.5:5432", "shop.service"}});
    CHECK(bench.sink.value("dependencies.known.count") == 1.0);
    CHECK(bench.sink.value("dependencies.connections.open_count{peer=\"10.0.0.5:5432\"}") == 2.0);
}

TEST_CASE("dependencies: short connections are seen by what they leave behind, without a unit",
          "[collectors][dependencies]") {
    Bench bench;
    bench.round({connection(TcpState::time_wait, 40000)});
    bench.round({connection(TcpState::time_wait, 40001)});
    CHECK(bench.facts() == std::vector<Fact>{{"dependency.10.0.0.5:5432", "connected"}});
    CHECK(bench.sink.value("dependencies.connections.open_count{peer=\"10.0.0.5:5432\"}") == 0.0);
}

TEST_CASE("dependencies: one over the loopback is one as well", "[collectors][dependencies]") {
    Bench bench;
    const Endpoint cache = test::ipv4({127, 0, 0, 1}, 6379);
    TcpSocket server = connection(TcpState::established, 6379, test::ipv4({127, 0, 0, 1}, 40000));
    const std::vector<TcpSocket> both{connection(TcpState::listening, 6379, {}), server,
                                      connection(TcpState::established, 40000, cache)};
    bench.round(both);
    bench.round(both);
    REQUIRE(bench.facts().size() == 1);
    CHECK(bench.facts()[0].name == "dependency.127.0.0.1:6379");
}

TEST_CASE("dependencies: one that is not connected is remembered with none open, for a day",
          "[collectors][dependencies]") {
    Bench bench;
    bench.round({connection(TcpState::established, 40000)});
    bench.round({connection(TcpState::established, 40000)});
    bench.round({});
    CHECK(bench.sink.value("dependencies.connections.open_count{peer=\"10.0.0.5:5432\"}") == 0.0);
    bench.round({}, dependency_kept);
    CHECK(bench.facts().empty());
    CHECK(bench.sink.value("dependencies.known.count") == 0.0);
}

TEST_CASE("dependencies: the first unit stays", "[collectors][dependencies]") {
    Bench bench;
    bench.table.units = {{77, "shop.service"}, {78, "report.service"}};
    bench.round({connection(TcpState::established, 40000, database, 77)});
    bench.round({connection(TcpState::established, 40000, database, 78)});
    CHECK(bench.facts()[0].value == "shop.service");
}

TEST_CASE("dependencies: at the bound all are learned, one above it is not",
          "[collectors][dependencies]") {
    Bench bench;
    std::vector<TcpSocket> sockets;
    for (std::size_t i = 0; i <= dependencies_max; ++i) {
        const Endpoint remote = test::ipv4({10, 0, 1, static_cast<std::uint8_t>(i)}, 80);
        sockets.push_back(connection(TcpState::established, 40000, remote));
    }
    bench.round(sockets);
    bench.round(sockets);
    CHECK(bench.facts().size() == dependencies_max);
    CHECK(bench.sink.count("dependencies.connections.open_count") == dependencies_max);
}

TEST_CASE("dependencies: a host whose sockets nobody lists has no data",
          "[collectors][dependencies]") {
    test::CollectorBench bench;
    bench.make("dependencies", network_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
