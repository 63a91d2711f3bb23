#include "collectors/network/tcp_trouble.hpp"

#include <catch2/catch.hpp>

#include "collectors/network/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

std::string netstat(int base) {
    std::string text =
        "TcpExt: SyncookiesSent PruneCalled TCPTimeouts TCPAbortOnMemory TCPAbortOnTimeout "
        "TCPMemoryPressures TCPBacklogDrop TCPTimeWaitOverflow TCPReqQFullDrop TCPToZeroWindowAdv "
        "TCPSynRetrans TCPWinProbe\nTcpExt:";
    for (int i = 1; i <= 12; ++i)
        text += " " + std::to_string(base * i);
    return text + "\n";
}

TEST_CASE("tcp trouble: each counter becomes a rate of its own", "[collectors][tcp_trouble]") {
    test::CollectorBench bench{{{"proc/net/netstat", netstat(0)}}};
    bench.make("tcp_trouble", network_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
    bench.host.files["proc/net/netstat"] = netstat(10);
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.value("tcp.listen.syncookies_per_second") == 1.0);
    CHECK(bench.sink.value("tcp.memory.pruned_per_second") == 2.0);
    CHECK(bench.sink.value("tcp.timeouts.retransmit_per_second") == 3.0);
    CHECK(bench.sink.value("tcp.aborts.memory_per_second") == 4.0);
    CHECK(bench.sink.value("tcp.aborts.timeout_per_second") == 5.0);
    CHECK(bench.sink.value("tcp.memory.pressure_per_second") == 6.0);
    CHECK(bench.sink.value("tcp.queue.backlog_drops_per_second") == 7.0);
    CHECK(bench.sink.value("tcp.time_wait.overflows_per_second") == 8.0);
    CHECK(bench.sink.value("tcp.listen.syn_drops_per_second") == 9.0);
    CHECK(bench.sink.value("tcp.window.closed_per_second") == 10.0);
    CHECK(bench.sink.value("tcp.timeouts.syn_retransmit_per_second") == 11.0);
    CHECK(bench.sink.value("tcp.window.probes_per_second") == 12.0);
}

TEST_CASE("tcp trouble: limits stand beside what the collector sockets tells",
          "[collectors][tcp_trouble]") {
    test::CollectorBench bench{{{"proc/net/netstat", netstat(0)},
                                {"proc/net/sockstat", "sockets: used 17\nUDP: inuse 2 mem 3\n"},
                                {"proc/sys/net/ipv4/tcp_max_orphans", "131072\n"},
                                {"proc/sys/net/ipv4/tcp_max_tw_buckets", "262144\n"},
                                {"proc/sys/net/ipv4/tcp_mem", "100\t200\t300\n"},
                                {"proc/sys/net/ipv4/udp_mem", "10\t20\t30\n"}}};
    bench.make("tcp_trouble", network_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("sockets.tcp.orphan_limit_count") == 131072.0);
    CHECK(bench.sink.value("sockets.tcp.time_wait_limit_count") == 262144.0);
    CHECK(bench.sink.value("sockets.tcp.memory_limit_bytes") == 300.0 * 4096);
    CHECK(bench.sink.value("sockets.udp.memory_bytes") == 3.0 * 4096);
    CHECK(bench.sink.value("sockets.udp.memory_limit_bytes") == 30.0 * 4096);
}

TEST_CASE("tcp trouble: numbers that are not there are none", "[collectors][tcp_trouble]") {
    for (const char* text : {"", "1 2\n", "1 2 x\n"}) {
        INFO(text);
        CHECK_FALSE(parse_memory_limit_pages(text));
    }
    for (const char* text : {"", "UDP: inuse 2\n", "UDP: mem x\n", "TCP: mem 5\n"}) {
        INFO(text);
        CHECK_FALSE(parse_udp_memory_pages(text));
    }
}

TEST_CASE("tcp trouble: counters that run back give no rate", "[collectors][tcp_trouble]") {
    test::CollectorBench bench{{{"proc/net/netstat", netstat(5)}}};
    bench.make("tcp_trouble", network_catalog());
    REQUIRE(bench.tick());
    bench.host.files["proc/net/netstat"] = netstat(1);
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
}

TEST_CASE("tcp trouble: a broken table is malformed, none is no data",
          "[collectors][tcp_trouble]") {
    test::CollectorBench bench{{{"proc/net/netstat", "TcpExt: SyncookiesSent\n"}}};
    bench.make("tcp_trouble", network_catalog());
    CHECK(bench.tick().error().code == Errc::malformed);
    bench.host.files.clear();
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
