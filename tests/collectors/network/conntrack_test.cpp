#include "collectors/network/conntrack.hpp"

#include <catch2/catch.hpp>

#include "collectors/network/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string heading =
    "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop "
    "early_drop icmp_error  expect_new expect_create expect_delete search_restart\n";

std::string row(const std::string& invalid, const std::string& failed, const std::string& drop,
                const std::string& early) {
    return "00000010  00000000 00000000 00000000 " + invalid +
           " 00000000 00000000 00000000 00000000 " + failed + " " + drop + " " + early +
           " 00000000  00000000 00000000 00000000 00000000\n";
}

TEST_CASE("conntrack: what could not be tracked becomes rates", "[collectors][conntrack]") {
    test::CollectorBench bench{{{"proc/net/stat/nf_conntrack",
                                 heading + row("00000001", "00000000", "00000002", "00000000")}}};
    bench.make("conntrack", network_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
    bench.host.files["proc/net/stat/nf_conntrack"] =
        heading + row("0000000b", "00000014", "00000020", "00000005") +
        row("00000000", "00000000", "00000000", "00000005");
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.value("conntrack.packets.invalid_per_second") == 1.0);
    CHECK(bench.sink.value("conntrack.entries.insert_failed_per_second") == 2.0);
    CHECK(bench.sink.value("conntrack.packets.dropped_per_second") == 3.0);
    CHECK(bench.sink.value("conntrack.entries.early_dropped_per_second") == 1.0);
}

TEST_CASE("conntrack: counters that run back give no rate", "[collectors][conntrack]") {
    test::CollectorBench bench{{{"proc/net/stat/nf_conntrack",
                                 heading + row("00000001", "00000001", "00000001", "00000001")}}};
    bench.make("conntrack", network_catalog());
    REQUIRE(bench.tick());
    bench.host.files["proc/net/stat/nf_conntrack"] =
        heading + row("00000000", "00000000", "00000000", "00000000");
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
}

TEST_CASE("conntrack: a table that is none is malformed", "[collectors][conntrack]") {
    test::CollectorBench bench{{{"proc/net/stat/nf_conntrack", heading + "00000010\n"}}};
    bench.make("conntrack", network_catalog());
    CHECK(bench.tick().error().code == Errc::malformed);
}

TEST_CASE("conntrack: a host without a packet filter has no data", "[collectors][conntrack]") {
    test::CollectorBench bench;
    bench.make("conntrack", network_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
