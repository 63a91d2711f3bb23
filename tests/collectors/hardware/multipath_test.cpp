#include "collectors/hardware/multipath.hpp"

#include <catch2/catch.hpp>

#include "collectors/hardware/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

test::MapHostFs host_with_map() {
    test::MapHostFs host{{"sys/block/dm-0/dm/uuid", "mpath-36005076300810b7a8000000000000001\n"},
                         {"sys/block/dm-0/dm/name", "mpatha\n"},
                         {"sys/block/sdb/device/state", "running\n"},
                         {"sys/block/sdc/device/state", "running\n"},
                         {"sys/block/dm-1/dm/uuid", "LVM-x2dJ5lKqN1hJ\n"},
                         {"sys/block/dm-1/dm/name", "vg-root\n"}};
    host.links["sys/block/dm-0/slaves/sdb"] = "../../../sdb";
    host.links["sys/block/dm-0/slaves/sdc"] = "../../../sdc";
    host.links["sys/block/dm-1/slaves/dm-0"] = "../../dm-0";
    return host;
}

struct Counts {
    std::optional<double> up;
    std::optional<double> configured;
    std::optional<double> missing;

    bool operator==(const Counts&) const = default;
};

struct Bench : test::CollectorBench {
    Bench() : CollectorBench{host_with_map()} { make("multipath", hardware_catalog()); }

    Counts counts() {
        REQUIRE(tick());
        return {sink.value("multipath.paths.up_count{map=\"mpatha\"}"),
                sink.value("multipath.paths.configured_count{map=\"mpatha\"}"),
                sink.value("multipath.paths.missing_count{map=\"mpatha\"}")};
    }
};

TEST_CASE("multipath: paths that work are counted against those there are",
          "[collectors][multipath]") {
    Bench bench;
    CHECK(bench.counts() == Counts{2.0, 2.0, 0.0});
    CHECK(bench.sink.count("multipath.paths.up_count") == 1);
    bench.host.files["sys/block/sdc/device/state"] = "transport-offline\n";
    CHECK(bench.counts() == Counts{1.0, 2.0, 1.0});
}

TEST_CASE("multipath: a path whose device is gone is missing", "[collectors][multipath]") {
    Bench bench;
    CHECK(bench.counts() == Counts{2.0, 2.0, 0.0});
    bench.host.links.erase("sys/block/dm-0/slaves/sdc");
    CHECK(bench.counts() == Counts{1.0, 2.0, 1.0});
    bench.host.links["sys/block/dm-0/slaves/sdd"] = "../../../sdd";
    CHECK(bench.counts() == Counts{2.0, 2.0, 0.0});
}

TEST_CASE("multipath: an NVMe path is up while it is live", "[collectors][multipath]") {
    Bench bench;
    bench.host.files["sys/block/sdb/device/state"] = "live\n";
    bench.host.files["sys/block/sdc/device/state"] = "connecting\n";
    CHECK(bench.counts() == Counts{1.0, 2.0, 1.0});
}

TEST_CASE("multipath: a host without such disks has no data", "[collectors][multipath]") {
    Bench bench;
    bench.host.files["sys/block/dm-0/dm/uuid"] = std::string("\xff\0", 2);
    CHECK(bench.tick().error().code == Errc::no_data);
    bench.host.files.clear();
    bench.host.links.clear();
    CHECK(bench.tick().error().code == Errc::no_data);
}

TEST_CASE("multipath: maps up to the bound have series", "[collectors][multipath]") {
    test::CollectorBench bench;
    for (std::size_t i = 0; i < multipath_maps_max + 2; ++i)
        bench.host.files["sys/block/dm-" + std::to_string(i) + "/dm/uuid"] = "mpath-1\n";
    bench.make("multipath", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("multipath.paths.up_count") == multipath_maps_max);
}

}  // namespace
}  // namespace foreshock::collectors
