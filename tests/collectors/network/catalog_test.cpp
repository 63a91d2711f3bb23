#include "collectors/network/catalog.hpp"

#include "qdisc_messages.hpp"
#include <catch2/catch.hpp>

#include "collectors/proc_socket_table.hpp"
#include "tests/support/catalog_survival.hpp"
#include "tests/support/inline_background.hpp"

namespace foreshock::collectors {
namespace {

test::MapHostFs host() {
    return {
        {"proc/net/dev",
         "Inter-|   Receive                                                |  Transmit\n"
         " face |bytes    packets errs drop fifo frame compressed multicast|bytes packets\n"
         "  eth0: 1000 9 0 0 1 2 0 0 2000 9 0 0 3 0 4 0\n"},
        {"sys/class/net/eth0/ifindex", "2\n"},
        {"sys/class/net/eth0/speed", "10000\n"},
        {"sys/class/net/eth0/duplex", "full\n"},
        {"sys/class/net/eth0/carrier_changes", "2\n"},
        {"proc/net/bonding/bond0",
         "Bonding Mode: fault-tolerance (active-backup)\nMII Status: up\n\n"
         "Slave Interface: eth0\nMII Status: up\nLink Failure Count: 0\n"},
        {"proc/net/stat/arp_cache", "entries  allocs table_fulls\n00000002 0000001f 00000001\n"},
        {"proc/sys/net/ipv4/neigh/default/gc_thresh3", "1024\n"},
        {"proc/net/stat/nf_conntrack", "entries insert_failed drop\n00000002 00000000 00000001\n"},
        {"proc/net/softnet_stat",
         "00000011 00000000 00000002 00000000 00000000 00000000 00000000 00000000 00000000 "
         "00000000 00000000 00000003 00000000\n"},
        {"proc/net/netstat", "TcpExt: SyncookiesSent TCPTimeouts\nTcpExt: 5 7\n"},
        {"proc/net/sockstat", "UDP: inuse 2 mem 3\n"},
        {"proc/sys/net/ipv4/tcp_mem", "100\t200\t300\n"},
        {"proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n"},
        {"proc/net/udp",
         "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when\n"
         "  1: 00000000:0202 00000000:0000 07 00000000:00003000 00:00000000 00000000 7\n"},
        {"proc/net/tcp",
         "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when\n"
         "   0: 0100007F:20E4 00000000:0000 0A 00000000:00000003 00:00000000 00000000\n"
         "   1: 0100007F:9C40 0500000A:1538 01 00000000:00000000 00:00000000 00000000\n"}};
}

TEST_CASE("network catalogue: every collector that reads files emits something on a whole host",
          "[collectors][network]") {
    std::size_t of_sockets = 0;
    test::InlineBackground background;
    const auto netlink = std::make_shared<test::StubNetlink>();
    netlink->answer = test::root_queue(2, "fq_codel", {1});
    for (const CollectorEntry& entry : network_catalog()) {
        test::CollectorBench bench{host()};
        bench.background = &background;
        bench.netlink = netlink;
        bench.make(entry.name, network_catalog());
        INFO(entry.name);
        const auto first = bench.tick();
        if (!first && first.error().what.find("nobody lists") != std::string::npos) {
            ++of_sockets;
            continue;
        }
        CHECK(first);
        CHECK(bench.tick(std::chrono::seconds{60}));
        CHECK_FALSE(bench.sink.values.empty());
    }
    CHECK(of_sockets == 4);
}

TEST_CASE("network catalogue: what looks at sockets works with the kernel's text files",
          "[collectors][network]") {
    const auto files = host();
    for (const char* name : {"listen_queues", "connections", "dependencies"}) {
        ProcSocketTable table{files};
        test::CollectorBench bench{files};
        bench.sockets = &table;
        bench.make(name, network_catalog());
        INFO(name);
        CHECK(bench.tick());
        CHECK(bench.tick(std::chrono::seconds{10}));
        CHECK_FALSE(bench.sink.values.empty());
        CHECK(bench.sink.doubled == 0);
    }
}

TEST_CASE("network catalogue: on an empty host every collector has no data",
          "[collectors][network]") {
    for (const CollectorEntry& entry : network_catalog()) {
        test::CollectorBench bench;
        bench.make(entry.name, network_catalog());
        INFO(entry.name);
        CHECK(bench.tick().error().code == Errc::no_data);
    }
}

TEST_CASE("network catalogue: every collector survives every cut of what it reads",
          "[collectors][network]") {
    const auto files = host();
    CHECK(files.files.size() == 16);
    test::survives_every_cut(network_catalog(), files);
}

}  // namespace
}  // namespace foreshock::collectors
