#include "collectors/system/network_facts.hpp"

#include <catch2/catch.hpp>

#include "tests/support/map_host_fs.hpp"

namespace foreshock::collectors {
namespace {

const std::string routes =
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT     \n"
    "wlan0\t00000000\t010200C0\t0003\t0\t0\t600\t00000000\t0\t0\t0                          \n"
    "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0                             \n"
    "tun0\t00000000\t00000000\t0001\t0\t0\t700\t00000000\t0\t0\t0                           \n"
    "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0                             \n";

const std::string trie =
    "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 0.0.0.0\n        /0 universe UNICAST\n"
    "     +-- 127.0.0.0/8 2 0 2\n           |-- 127.0.0.1\n              /32 host LOCAL\n"
    "        +-- 192.0.2.0/30 2 0 2\n           |-- 192.0.2.0\n              /24 link UNICAST\n"
    "           |-- 192.0.2.2\n              /32 host LOCAL\n        |-- 192.0.2.255\n"
    "           /32 link BROADCAST\nLocal:\n           |-- 192.0.2.2\n"
    "              /32 host LOCAL\n";

TEST_CASE("network facts: name servers keep their order", "[collectors][inventory]") {
    CHECK(parse_nameservers("# by hand\nsearch example\nnameserver 192.0.2.53\n"
                            "nameserver\nnameserver 2001:db8::53 # second\noptions rotate\n") ==
          "192.0.2.53 2001:db8::53");
    CHECK(parse_nameservers("").empty());
}

TEST_CASE("network facts: default routes are read by their metric", "[collectors][inventory]") {
    const auto found = parse_default_routes(routes);
    REQUIRE(found.size() == 3);
    CHECK(found[0].interface == "eth0");
    CHECK(found[0].gateway == "192.0.2.1");
    CHECK(found[1].interface == "wlan0");
    CHECK(found[2].interface == "tun0");
    CHECK(found[2].gateway.empty());
    CHECK(parse_default_routes("Iface\nx\ty\n\n\xff\n").empty());
}

TEST_CASE("network facts: IPv6 default routes are those that leave the host",
          "[collectors][inventory]") {
    const std::string zeros(32, '0');
    const auto found = parse_default_routes_v6(
        "fe800000000000000000000000000000 40 " + zeros + " 00 " + zeros +
        " 00000100 00000002 00000000 00000001     eth0\n" + zeros + " 00 " + zeros +
        " 00 fe800000000000000000000000000001 00000400 00000002 00000000 00000003     eth0\n" +
        zeros + " 00 " + zeros + " 00 " + zeros +
        " ffffffff 00000001 00000000 00200200       lo\n" + zeros + " 00\n");
    REQUIRE(found.size() == 1);
    CHECK(found[0].interface == "eth0");
    CHECK(found[0].gateway == "fe80::1");
}

TEST_CASE("network facts: the host's own addresses are found once", "[collectors][inventory]") {
    CHECK(parse_local_addresses(trie) == std::vector<std::string>{"192.0.2.2"});
    CHECK(parse_local_addresses("/32 host LOCAL\n").empty());
}

TEST_CASE("network facts: routes, addresses and interfaces are told", "[collectors][inventory]") {
    const test::MapHostFs host{{"etc/resolv.conf", "nameserver 192.0.2.53\n"},
                               {"proc/net/route", routes},
                               {"proc/net/fib_trie", trie},
                               {"proc/net/if_inet6",
                                "20010db8000000000000000000000001 04 40 00 80     eth0\n"
                                "fe8000000000000000fc00fffe000001 04 40 20 80     eth0\n"
                                "00000000000000000000000000000001 01 80 10 80       lo\n"},
                               {"sys/class/net/eth0/operstate", "up\n"},
                               {"sys/class/net/eth0/address", "02:fc:00:00:00:01\n"},
                               {"sys/class/net/lo/operstate", "unknown\n"},
                               {"sys/class/net/veth12ab/operstate", "up\n"}};
    std::vector<Fact> facts;
    add_network_facts(host, facts);
    CHECK(facts == std::vector<Fact>{{"resolver.nameservers", "192.0.2.53"},
                                     {"route.default.eth0", "192.0.2.1"},
                                     {"route.default.wlan0", "192.0.2.1"},
                                     {"route.default.tun0", "direct"},
                                     {"address.192.0.2.2", "ipv4"},
                                     {"address.2001:db8::1", "eth0"},
                                     {"interface.eth0", "up 02:fc:00:00:00:01"}});
}

TEST_CASE("network facts: interfaces are bounded, an empty host tells nothing",
          "[collectors][inventory]") {
    test::MapHostFs host;
    std::vector<Fact> facts;
    add_network_facts(host, facts);
    CHECK(facts.empty());
    for (std::size_t i = 0; i < interfaces_max + 1; ++i)
        host.files["sys/class/net/eth" + std::to_string(i) + "/operstate"] = "up\n";
    add_network_facts(host, facts);
    CHECK(facts.size() == interfaces_max);
}

}  // namespace
}  // namespace foreshock::collectors
