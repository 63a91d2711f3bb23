#include "collectors/network.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string heading =
    "Inter-|   Receive                            |  Transmit\n"
    " face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo "
    "colls carrier compressed\n";

std::string line(const std::string& name, const std::string& receive, const std::string& transmit) {
    return "  " + name + ":" + receive + " 0 0 0 0 " + transmit + " 0 0 0 0\n";
}

TEST_CASE("network: both directions are read, with and without a blank after the colon",
          "[collectors][network]") {
    const std::string text =
        heading + line("eth0", "1 2 3 4", "5 6 7 8") + line("eth1", "  9 10 11 12", "13 14 15 16");
    std::vector<InterfaceCounters> found;
    REQUIRE(parse_net_dev(text, found));
    REQUIRE(found.size() == 2);
    CHECK(found[0].name == "eth0");
    CHECK(found[0].receive.bytes == 1);
    CHECK(found[0].receive.packets == 2);
    CHECK(found[0].receive.errors == 3);
    CHECK(found[0].receive.drops == 4);
    CHECK(found[0].transmit.bytes == 5);
    CHECK(found[0].transmit.packets == 6);
    CHECK(found[0].transmit.errors == 7);
    CHECK(found[0].transmit.drops == 8);
    CHECK(found[1].receive.bytes == 9);
}

TEST_CASE("network: text without heading or with a broken line is malformed",
          "[collectors][network]") {
    std::vector<InterfaceCounters> found;
    for (const std::string& text :
         {std::string{}, line("eth0", "1 2 3 4", "5 6 7 8"), heading + "eth0\n",
          heading + "eth0: 1 2 3\n", heading + line("", "1 2 3 4", "5 6 7 8"),
          heading + line("eth0", "1 2 3 x", "5 6 7 8")}) {
        INFO(text);
        const auto parsed = parse_net_dev(text, found);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == Errc::malformed);
    }
}

TEST_CASE("network: the loopback and crowds of virtual interfaces are passed over",
          "[collectors][network]") {
    for (const char* name : {"lo", "veth1a2b", "cali0123", "docker0", "tap3", "ifb0"}) {
        INFO(name);
        CHECK_FALSE(is_watched_interface(name));
    }
    for (const char* name :
         {"eth0", "enp3s0", "bond0", "br0", "wlan0", "vlan5", "flveth0", "lo1"}) {
        INFO(name);
        CHECK(is_watched_interface(name));
    }
}

TEST_CASE("network: states of links", "[collectors][network]") {
    CHECK(parse_operstate("up\n") == LinkState::up);
    CHECK(parse_operstate("down\n") == LinkState::down);
    CHECK(parse_operstate("lowerlayerdown\n") == LinkState::down);
    CHECK(parse_operstate("unknown\n") == LinkState::unknown);
    CHECK(parse_operstate("dormant\n") == LinkState::unknown);
    CHECK(parse_operstate("") == LinkState::unknown);
}

TEST_CASE("network: rates are per second", "[collectors][network]") {
    test::CollectorBench bench{{{"proc/net/dev", heading + line("eth0", "100 10 0 0", "0 0 0 0")}}};
    bench.make("network");
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
    bench.host.files["proc/net/dev"] = heading + line("eth0", "300 14 2 4", "1000 8 6 2");
    REQUIRE(bench.tick(std::chrono::seconds{2}));
    CHECK(bench.sink.value("network.receive.bytes_per_second{interface=\"eth0\"}") == 100.0);
    CHECK(bench.sink.value("network.receive.packets_per_second{interface=\"eth0\"}") == 2.0);
    CHECK(bench.sink.value("network.receive.errors_per_second{interface=\"eth0\"}") == 1.0);
    CHECK(bench.sink.value("network.receive.drops_per_second{interface=\"eth0\"}") == 2.0);
    CHECK(bench.sink.value("network.transmit.bytes_per_second{interface=\"eth0\"}") == 500.0);
    CHECK(bench.sink.value("network.transmit.errors_per_second{interface=\"eth0\"}") == 3.0);
}

TEST_CASE("network: counters that run back make no spike", "[collectors][network]") {
    test::CollectorBench bench{{{"proc/net/dev", heading + line("eth0", "900 9 0 0", "0 0 0 0")}}};
    bench.make("network");
    REQUIRE(bench.tick());
    bench.host.files["proc/net/dev"] = heading + line("eth0", "5 1 0 0", "0 0 0 0");
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("network.receive.bytes_per_second{interface=\"eth0\"}"));
    CHECK(bench.sink.value("network.transmit.bytes_per_second{interface=\"eth0\"}") == 0.0);
}

TEST_CASE("network: a link is told of from when it was up, and then when it is lost",
          "[collectors][network]") {
    test::CollectorBench bench{{{"proc/net/dev", heading + line("eth0", "1 2 3 4", "5 6 7 8")},
                                {"sys/class/net/eth0/operstate", "down\n"}}};
    bench.make("network");
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("network.link.up{interface=\"eth0\"}"));
    bench.host.files["sys/class/net/eth0/operstate"] = "up\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("network.link.up{interface=\"eth0\"}") == 1.0);
    bench.host.files["sys/class/net/eth0/operstate"] = "down\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("network.link.up{interface=\"eth0\"}") == 0.0);
    bench.host.files["sys/class/net/eth0/operstate"] = "unknown\n";
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("network.link.up{interface=\"eth0\"}"));
}

TEST_CASE("network: interfaces up to the bound have series, the next has none",
          "[collectors][network]") {
    std::string text = heading;
    for (std::size_t i = 0; i <= interfaces_max; ++i) {
        text += line("eth" + std::to_string(i), "1 2 3 4", "5 6 7 8");
    }
    test::CollectorBench bench{{{"proc/net/dev", text}}};
    bench.make("network");
    REQUIRE(bench.tick());
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("network.receive.bytes_per_second") == interfaces_max);
}

}  // namespace
}  // namespace foreshock::collectors
