#include "collectors/network/links.hpp"

#include <catch2/catch.hpp>

#include "collectors/network/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string heading =
    "Inter-|   Receive                                                |  Transmit\n"
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop "
    "fifo colls carrier compressed\n";

std::string device(const std::string& receive, const std::string& transmit) {
    return heading + "    lo: 9 9 0 0 0 0 0 0 9 9 0 0 0 0 0 0\n  eth0: " + receive + " " +
           transmit + "\n";
}

struct Bench : test::CollectorBench {
    Bench() {
        host.files["proc/net/dev"] = device("1000 9 0 0 1 2 0 0", "2000 9 0 0 3 0 4 0");
        say("carrier_changes", "2\n");
        say("speed", "10000\n");
        say("duplex", "full\n");
        make("links", network_catalog());
    }

    void say(const std::string& file, const std::string& text) {
        host.files["sys/class/net/eth0/" + file] = text;
    }

    [[nodiscard]] std::string speed_fact() const {
        std::vector<Fact> facts;
        collector->add_facts(facts);
        return facts.empty() ? "" : facts[0].name + "=" + facts[0].value;
    }
};

TEST_CASE("links: a speed is a number of megabits", "[collectors][links]") {
    CHECK(parse_speed("10000\n").value() == 10000);
    for (const char* text : {"", "-1\n", "0\n", "65535\n", "4294967295\n", "fast\n"}) {
        INFO(text);
        CHECK_FALSE(parse_speed(text));
    }
    CHECK(speed_text(2500, "half") == "2500 Mbit/s half");
    CHECK(speed_text(1000, "") == "1000 Mbit/s");
}

TEST_CASE("links: speed and duplex are told, and a fact", "[collectors][links]") {
    Bench bench;
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("network.link.speed_bytes_per_second{interface=\"eth0\"}") == 1.25e9);
    CHECK(bench.sink.value("network.link.full_duplex{interface=\"eth0\"}") == 1.0);
    CHECK(bench.sink.values.size() == 2);
    CHECK(bench.speed_fact() == "interface.eth0.speed=10000 Mbit/s full");
}

TEST_CASE("links: a link that comes back slower has changed; while it is down it has not",
          "[collectors][links]") {
    Bench bench;
    REQUIRE(bench.tick());
    bench.say("speed", "-1\n");
    bench.say("duplex", "unknown\n");
    bench.say("carrier_changes", "3\n");
    REQUIRE(bench.tick());
    CHECK(bench.speed_fact() == "interface.eth0.speed=10000 Mbit/s full");
    CHECK(bench.sink.value("network.link.changes_count{interface=\"eth0\"}") == 1.0);
    CHECK_FALSE(bench.sink.has("network.link.speed_bytes_per_second{interface=\"eth0\"}"));
    bench.say("speed", "100\n");
    bench.say("duplex", "half\n");
    REQUIRE(bench.tick());
    CHECK(bench.speed_fact() == "interface.eth0.speed=100 Mbit/s half");
    CHECK(bench.sink.value("network.link.full_duplex{interface=\"eth0\"}") == 0.0);
}

TEST_CASE("links: the load is a share of the speed in each direction", "[collectors][links]") {
    Bench bench;
    bench.say("speed", "8\n");
    REQUIRE(bench.tick());
    bench.host.files["proc/net/dev"] = device("5001000 9 0 0 11 22 0 0", "9002000 9 0 0 33 0 44 0");
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(*bench.sink.value("network.link.receive_ratio{interface=\"eth0\"}") == Approx(0.5));
    CHECK(*bench.sink.value("network.link.transmit_ratio{interface=\"eth0\"}") == Approx(0.9));
    CHECK(bench.sink.value("network.receive.overruns_per_second{interface=\"eth0\"}") == 1.0);
    CHECK(bench.sink.value("network.receive.frame_errors_per_second{interface=\"eth0\"}") == 2.0);
    CHECK(bench.sink.value("network.transmit.overruns_per_second{interface=\"eth0\"}") == 3.0);
    CHECK(bench.sink.value("network.transmit.carrier_errors_per_second{interface=\"eth0\"}") ==
          4.0);
}

TEST_CASE("links: an interface without speed has no load, but its faults", "[collectors][links]") {
    Bench bench;
    bench.host.files.erase("sys/class/net/eth0/speed");
    REQUIRE(bench.tick());
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("network.link.receive_ratio{interface=\"eth0\"}"));
    CHECK(bench.sink.has("network.receive.overruns_per_second{interface=\"eth0\"}"));
    CHECK(bench.speed_fact().empty());
}

TEST_CASE("links: an interface that has gone has no fact any more", "[collectors][links]") {
    Bench bench;
    REQUIRE(bench.tick());
    bench.host.files["proc/net/dev"] = heading;
    REQUIRE(bench.tick());
    CHECK(bench.speed_fact().empty());
    CHECK(bench.sink.values.empty());
}

TEST_CASE("links: a host without interfaces has no data", "[collectors][links]") {
    test::CollectorBench bench;
    bench.make("links", network_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
