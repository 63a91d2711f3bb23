#include "collectors/sockets.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string sockstat =
    "sockets: used 17\nTCP: inuse 5 orphan 1 tw 7 alloc 6 mem 3\nUDP: inuse 2 mem 0\n"
    "FRAG: inuse 0 memory 0\n";

std::string snmp(const std::string& tcp) {
    return "Ip: Forwarding DefaultTTL\nIp: 2 64\n"
           "Tcp: MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs "
           "OutSegs "
           "RetransSegs InErrs\nTcp: -1 " +
           tcp + " 0\nUdp: InDatagrams InErrors RcvbufErrors\nUdp: 26 4 2\n";
}

const std::string netstat = "TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 0 3 5\n";

test::CollectorBench host_with(const std::string& tcp) {
    return test::CollectorBench{{{"proc/net/sockstat", sockstat},
                                 {"proc/net/sockstat6", "TCP6: inuse 3\nUDP6: inuse 1\n"},
                                 {"proc/net/snmp", snmp(tcp)},
                                 {"proc/net/netstat", netstat}}};
}

TEST_CASE("sockets: counts of both protocol versions are added up", "[collectors][sockets]") {
    SocketCounts counts;
    REQUIRE(parse_sockstat(sockstat, counts));
    REQUIRE(parse_sockstat("TCP6: inuse 3\nUDP6: inuse 1\n", counts));
    CHECK(counts.used == 17);
    CHECK(counts.tcp_in_use == 8);
    CHECK(counts.tcp_orphan == 1);
    CHECK(counts.tcp_time_wait == 7);
    CHECK(counts.tcp_allocated == 6);
    CHECK(counts.tcp_memory_pages == 3);
    CHECK(counts.udp_in_use == 3);
}

TEST_CASE("sockets: a word without its number is malformed", "[collectors][sockets]") {
    for (const std::string text :
         {"", "x\n", "TCP: inuse\n", "TCP: inuse x\n", "sockets: used -1\n"}) {
        SocketCounts counts;
        const auto parsed = parse_sockstat(text, counts);
        INFO(text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == Errc::malformed);
    }
}

TEST_CASE("sockets: names and numbers of protocols are read side by side",
          "[collectors][sockets]") {
    ProtocolCounters counters;
    REQUIRE(parse_protocol_table(snmp("11 12 13 14 15 16 17 18"), counters));
    REQUIRE(parse_protocol_table(netstat, counters));
    CHECK(counters.tcp_active_opens == 11);
    CHECK(counters.tcp_passive_opens == 12);
    CHECK(counters.tcp_failed_opens == 13);
    CHECK(counters.tcp_resets == 14);
    CHECK(counters.tcp_established == 15);
    CHECK(counters.tcp_received_segments == 16);
    CHECK(counters.tcp_sent_segments == 17);
    CHECK(counters.tcp_retransmitted_segments == 18);
    CHECK(counters.udp_receive_errors == 4);
    CHECK(counters.udp_buffer_errors == 2);
    CHECK(counters.tcp_listen_overflows == 3);
    CHECK(counters.tcp_listen_drops == 5);
}

TEST_CASE("sockets: names and numbers that do not fit are malformed", "[collectors][sockets]") {
    for (const std::string text :
         {"", "Tcp: InSegs\n", "Tcp: InSegs\nUdp: 5\n", "Tcp: InSegs\nTcp:\n",
          "Tcp: InSegs\nTcp: 5 6\n", "Tcp: InSegs\nTcp: x\n", "IpExt: A\nIpExt: 5\n"}) {
        ProtocolCounters counters;
        const auto parsed = parse_protocol_table(text, counters);
        INFO(text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == Errc::malformed);
    }
}

TEST_CASE("sockets: gauges come at once, rates with the second tick", "[collectors][sockets]") {
    auto bench = host_with("10 20 30 40 50 600 700 80");
    bench.make("sockets");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("sockets.used.count") == 17.0);
    CHECK(bench.sink.value("sockets.tcp.in_use_count") == 8.0);
    CHECK(bench.sink.value("sockets.tcp.time_wait_count") == 7.0);
    CHECK(bench.sink.value("sockets.tcp.memory_bytes") == 3.0 * 4096);
    CHECK(bench.sink.value("tcp.connections.established_count") == 50.0);
    CHECK_FALSE(bench.sink.has("tcp.segments.sent_per_second"));
    bench.host.files["proc/net/snmp"] = snmp("14 22 31 43 50 620 790 90");
    REQUIRE(bench.tick(std::chrono::seconds{2}));
    CHECK(bench.sink.value("tcp.connections.opened_per_second") == 2.0);
    CHECK(bench.sink.value("tcp.connections.accepted_per_second") == 1.0);
    CHECK(bench.sink.value("tcp.connections.failed_per_second") == 0.5);
    CHECK(bench.sink.value("tcp.connections.reset_per_second") == 1.5);
    CHECK(bench.sink.value("tcp.segments.received_per_second") == 10.0);
    CHECK(bench.sink.value("tcp.segments.sent_per_second") == 45.0);
    CHECK(bench.sink.value("tcp.segments.retransmitted_per_second") == 5.0);
    CHECK(*bench.sink.value("tcp.segments.retransmitted_ratio") == Approx(0.1));
}

TEST_CASE("sockets: refused connections are told every five seconds", "[collectors][sockets]") {
    auto bench = host_with("0 0 0 0 0 0 0 0");
    bench.make("sockets");
    REQUIRE(bench.tick());
    bench.host.files["proc/net/netstat"] =
        "TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 0 13 20\n";
    for (int second = 1; second < 5; ++second) {
        REQUIRE(bench.tick());
        CHECK(bench.sink.count("tcp.listen") == 0);
    }
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("tcp.listen.overflows_per_second") == 2.0);
    CHECK(bench.sink.value("tcp.listen.drops_per_second") == 3.0);
}

TEST_CASE("sockets: the share of repeats needs enough segments", "[collectors][sockets]") {
    auto bench = host_with("0 0 0 0 0 0 0 0");
    bench.make("sockets");
    REQUIRE(bench.tick());
    bench.host.files["proc/net/snmp"] = snmp("0 0 0 0 0 0 1 1");
    REQUIRE(bench.tick());
    CHECK(bench.sink.has("tcp.segments.retransmitted_per_second"));
    CHECK_FALSE(bench.sink.has("tcp.segments.retransmitted_ratio"));
}

TEST_CASE("sockets: a host without IPv6 is still sampled", "[collectors][sockets]") {
    auto bench = host_with("0 0 0 0 0 0 0 0");
    bench.host.files.erase("proc/net/sockstat6");
    bench.make("sockets");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("sockets.tcp.in_use_count") == 5.0);
}

TEST_CASE("sockets: protocols are sampled where sockstat is missing", "[collectors][sockets]") {
    auto bench = host_with("0 0 0 0 7 0 0 0");
    bench.host.files.erase("proc/net/sockstat");
    bench.make("sockets");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("tcp.connections.established_count") == 7.0);
}

TEST_CASE("sockets: what IP, ICMP and UDP do is told once it has happened",
          "[collectors][sockets]") {
    const auto tables = [](const std::string& ip, const std::string& icmp, const std::string& udp) {
        return "Ip: Forwarding InReceives InHdrErrors InDiscards OutRequests OutNoRoutes "
               "ReasmFails\nIp: 2 " +
               ip +
               "\nIcmp: InMsgs InErrors InDestUnreachs OutMsgs OutDestUnreachs\nIcmp: " + icmp +
               "\nIcmpMsg: InType3\nIcmpMsg: 57\n"
               "Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors\nUdp: " +
               udp + "\n";
    };
    test::CollectorBench bench{{{"proc/net/netstat", netstat}}};
    bench.host.files["proc/net/snmp"] = tables("100 0 2 50 8 1", "10 0 4 20 6", "9 3 0 7 0 1");
    bench.make("sockets");
    REQUIRE(bench.tick());
    bench.host.files["proc/net/snmp"] = tables("140 0 4 70 10 3", "14 0 8 22 8", "19 5 0 11 0 3");
    REQUIRE(bench.tick(std::chrono::seconds{2}));
    const auto rate = [&bench](const std::string& name) {
        return bench.sink.value(name + "_per_second");
    };
    CHECK(rate("ip.receive.packets") == 20.0);
    CHECK_FALSE(rate("ip.receive.header_errors"));
    CHECK(rate("ip.receive.discards") == 1.0);
    CHECK(rate("ip.transmit.packets") == 10.0);
    CHECK(rate("ip.transmit.no_route") == 1.0);
    CHECK(rate("ip.fragments.failures") == 1.0);
    CHECK(rate("icmp.receive.messages") == 2.0);
    CHECK(rate("icmp.receive.unreachable") == 2.0);
    CHECK(rate("icmp.transmit.messages") == 1.0);
    CHECK(rate("icmp.transmit.unreachable") == 1.0);
    CHECK(rate("udp.receive.datagrams") == 5.0);
    CHECK(rate("udp.receive.unwanted") == 1.0);
    CHECK(rate("udp.transmit.datagrams") == 2.0);
    CHECK(rate("udp.transmit.buffer_errors") == 1.0);
    CHECK(rate("udp.receive.errors") == 0.0);
}

}  // namespace
}  // namespace foreshock::collectors
