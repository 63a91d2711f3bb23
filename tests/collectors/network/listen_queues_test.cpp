#include "collectors/network/listen_queues.hpp"

#include <catch2/catch.hpp>

#include "collectors/network/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/stub_sockets.hpp"

namespace foreshock::collectors {
namespace {

TcpSocket listener(std::uint16_t port, std::uint32_t waiting, std::uint32_t limit) {
    TcpSocket socket;
    socket.local = test::ipv4({0, 0, 0, 0}, port);
    socket.state = TcpState::listening;
    socket.receive_queue = waiting;
    socket.send_queue = limit;
    return socket;
}

struct Bench : test::CollectorBench {
    Bench() {
        sockets = &table;
        make("listen_queues", network_catalog());
    }

    test::StubSockets table;
};

TEST_CASE("listen queues: of those that share an address the fullest is told",
          "[collectors][listen_queues]") {
    const auto queues = find_listen_queues(
        std::array{listener(80, 1, 511), listener(80, 500, 511), listener(22, 0, 128)});
    REQUIRE(queues.size() == 2);
    CHECK(queues[0].at.port == 22);
    CHECK(queues[1].waiting == 500);
}

TEST_CASE("listen queues: connections are no queues", "[collectors][listen_queues]") {
    TcpSocket socket = listener(80, 5, 7);
    socket.state = TcpState::established;
    CHECK(find_listen_queues(std::array{socket}).empty());
}

TEST_CASE("listen queues: what waits stands beside what may wait", "[collectors][listen_queues]") {
    Bench bench;
    bench.table.next({listener(80, 12, 511), listener(22, 0, 0)});
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("listen.queue.waiting_count{address=\"0.0.0.0:80\"}") == 12.0);
    CHECK(bench.sink.value("listen.queue.limit_count{address=\"0.0.0.0:80\"}") == 511.0);
    CHECK(bench.sink.value("listen.queue.waiting_count{address=\"0.0.0.0:22\"}") == 0.0);
    CHECK_FALSE(bench.sink.has("listen.queue.limit_count{address=\"0.0.0.0:22\"}"));
    CHECK(bench.sink.value("listen.addresses.count") == 2.0);
}

TEST_CASE("listen queues: each round of the table is told once", "[collectors][listen_queues]") {
    Bench bench;
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
    bench.table.next({listener(80, 12, 511)});
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.size() == 3);
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
}

TEST_CASE("listen queues: a listener that has gone is told no more",
          "[collectors][listen_queues]") {
    Bench bench;
    bench.table.next({listener(80, 12, 511), listener(443, 0, 511)});
    REQUIRE(bench.tick());
    bench.table.next({listener(443, 0, 511)});
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("listen.queue.waiting_count") == 1);
}

TEST_CASE("listen queues: of too many the fullest are told", "[collectors][listen_queues]") {
    Bench bench;
    std::vector<TcpSocket> sockets;
    for (std::size_t i = 0; i <= listen_queues_max; ++i)
        sockets.push_back(
            listener(static_cast<std::uint16_t>(1000 + i), static_cast<std::uint32_t>(i), 128));
    bench.table.next(sockets);
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("listen.queue.waiting_count") == listen_queues_max);
    CHECK_FALSE(bench.sink.has("listen.queue.waiting_count{address=\"0.0.0.0:1000\"}"));
    CHECK(bench.sink.value("listen.addresses.count") == static_cast<double>(listen_queues_max + 1));
}

TEST_CASE("listen queues: a table that fails is told, and none is no data",
          "[collectors][listen_queues]") {
    Bench bench;
    bench.table.failure = Error{Errc::unreadable, "netlink"};
    CHECK(bench.tick().error().code == Errc::unreadable);
    test::CollectorBench none;
    none.make("listen_queues", network_catalog());
    CHECK(none.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
