#include "collectors/network/neighbours.hpp"

#include <catch2/catch.hpp>

#include "collectors/network/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string heading =
    "entries  allocs   destroys hash_grows lookups  hits     res_failed rcv_probes_mcast "
    "rcv_probes_ucast periodic_gc_runs forced_gc_runs unresolved_discards table_fulls\n";

std::string row(const std::string& entries, const std::string& failed, const std::string& fulls) {
    return entries + " 00000002 00000000 00000000   00000007 00000003 " + failed +
           "   00000000         00000000         0000004b         00000000       00000000          "
           "  " +
           fulls + "\n";
}

test::MapHostFs host(const std::string& arp) {
    return {{"proc/net/stat/arp_cache", arp},
            {"proc/sys/net/ipv4/neigh/default/gc_thresh3", "1024\n"}};
}

TEST_CASE("neighbours: entries stand beside the limit, for each family",
          "[collectors][neighbours]") {
    test::CollectorBench bench{host(heading + row("000003f0", "00000000", "00000000") +
                                    row("000003f0", "00000000", "00000000"))};
    bench.host.files["proc/net/stat/ndisc_cache"] =
        heading + row("00000004", "00000000", "00000000");
    bench.host.files["proc/sys/net/ipv6/neigh/default/gc_thresh3"] = "2048\n";
    bench.make("neighbours", network_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("neighbours.table.used_count{family=\"ipv4\"}") == 1008.0);
    CHECK(bench.sink.value("neighbours.table.limit_count{family=\"ipv4\"}") == 1024.0);
    CHECK(bench.sink.value("neighbours.table.used_count{family=\"ipv6\"}") == 4.0);
    CHECK(bench.sink.value("neighbours.table.limit_count{family=\"ipv6\"}") == 2048.0);
}

TEST_CASE("neighbours: overflows and failures are rates of all processors",
          "[collectors][neighbours]") {
    test::CollectorBench bench{host(heading + row("00000004", "00000001", "00000002"))};
    bench.make("neighbours", network_catalog());
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("neighbours.table.overflows_per_second{family=\"ipv4\"}"));
    bench.host.files["proc/net/stat/arp_cache"] = heading + row("00000004", "00000005", "0000000c");
    REQUIRE(bench.tick(std::chrono::seconds{5}));
    CHECK(bench.sink.value("neighbours.table.overflows_per_second{family=\"ipv4\"}") == 2.0);
    CHECK(*bench.sink.value("neighbours.lookups.failed_per_second{family=\"ipv4\"}") ==
          Approx(0.8));
}

TEST_CASE("neighbours: counters that run back give no rate", "[collectors][neighbours]") {
    test::CollectorBench bench{host(heading + row("00000004", "00000005", "00000009"))};
    bench.make("neighbours", network_catalog());
    REQUIRE(bench.tick());
    bench.host.files["proc/net/stat/arp_cache"] = heading + row("00000004", "00000000", "00000000");
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.size() == 2);
}

TEST_CASE("neighbours: an old kernel without the newer columns still tells its entries",
          "[collectors][neighbours]") {
    test::CollectorBench bench{host("entries  allocs destroys\n00000004 00000004 00000000\n")};
    bench.make("neighbours", network_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("neighbours.table.used_count{family=\"ipv4\"}") == 4.0);
}

TEST_CASE("neighbours: a broken table of one family is told, the other is still sampled",
          "[collectors][neighbours]") {
    test::CollectorBench bench{host("rubbish")};
    bench.host.files["proc/net/stat/ndisc_cache"] =
        heading + row("00000004", "00000000", "00000000");
    bench.host.files["proc/sys/net/ipv6/neigh/default/gc_thresh3"] = "2048\n";
    bench.make("neighbours", network_catalog());
    CHECK(bench.tick().error().code == Errc::malformed);
    CHECK(bench.sink.has("neighbours.table.used_count{family=\"ipv6\"}"));
}

TEST_CASE("neighbours: a host without these tables has no data", "[collectors][neighbours]") {
    test::CollectorBench bench;
    bench.make("neighbours", network_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
