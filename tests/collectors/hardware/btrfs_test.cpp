#include "collectors/hardware/btrfs.hpp"

#include <catch2/catch.hpp>

#include "collectors/hardware/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string id = "sys/fs/btrfs/7f07c59f-6136-449c-ab87-e1cf2328731b/";

/// Two devices of 10 GB, metadata on both (RAID 1).
test::MapHostFs mirrored() {
    return {{"sys/fs/btrfs/features/raid56", "0\n"},
            {id + "label", "fixture\n"},
            {id + "allocation/data/bytes_used", "3000000000\n"},
            {id + "allocation/data/total_bytes", "4000000000\n"},
            {id + "allocation/data/disk_total", "4000000000\n"},
            {id + "allocation/metadata/bytes_used", "500000000\n"},
            {id + "allocation/metadata/total_bytes", "1000000000\n"},
            {id + "allocation/metadata/disk_total", "2000000000\n"},
            {id + "allocation/system/bytes_used", "16384\n"},
            {id + "allocation/system/total_bytes", "8000000\n"},
            {id + "allocation/system/disk_total", "16000000\n"},
            {id + "devices/sda/size", "20000000\n"},
            {id + "devices/sdb/size", "20000000\n"},
            {id + "devinfo/1/missing", "0\n"},
            {id + "devinfo/2/missing", "0\n"}};
}

const std::string labels = "{filesystem=\"fixture\"}";

TEST_CASE("btrfs: a kind's limit is what is set aside for it and what it can still get",
          "[collectors][btrfs]") {
    test::CollectorBench bench{mirrored()};
    bench.make("btrfs", hardware_catalog());
    REQUIRE(bench.tick());
    const double rest = 20480e6 - 4e9 - 2e9 - 16e6;
    CHECK(bench.sink.value("btrfs.space.unallocated_bytes" + labels) == rest);
    CHECK(bench.sink.value("btrfs.data.used_bytes" + labels) == 3e9);
    CHECK(bench.sink.value("btrfs.data.limit_bytes" + labels) == 4e9 + rest);
    CHECK(bench.sink.value("btrfs.metadata.used_bytes" + labels) == 5e8);
    CHECK(bench.sink.value("btrfs.metadata.limit_bytes" + labels) == 1e9 + rest / 2);
}

TEST_CASE("btrfs: missing devices are counted", "[collectors][btrfs]") {
    test::CollectorBench bench{mirrored()};
    bench.make("btrfs", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("btrfs.devices.missing_count" + labels) == 0.0);
    bench.host.files[id + "devinfo/2/missing"] = "1\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("btrfs.devices.missing_count" + labels) == 1.0);
}

TEST_CASE("btrfs: a filesystem without a label goes by its id, and one that gets a label by that",
          "[collectors][btrfs]") {
    test::CollectorBench bench{mirrored()};
    bench.host.files[id + "label"] = "\n";
    bench.make("btrfs", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(
        bench.sink.has("btrfs.data.used_bytes{filesystem=\"7f07c59f-6136-449c-ab87-e1cf2328731b"
                       "\"}"));
    bench.host.files[id + "label"] = "named\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.has("btrfs.data.used_bytes{filesystem=\"named\"}"));
}

TEST_CASE("btrfs: mixed allocation and older kernels lack what they do not tell",
          "[collectors][btrfs]") {
    test::CollectorBench bench{{{id + "allocation/mixed/bytes_used", "1\n"},
                                {id + "allocation/mixed/total_bytes", "2\n"}}};
    bench.make("btrfs", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
}

TEST_CASE("btrfs: filesystems up to the bound have series, and are forgotten when unmounted",
          "[collectors][btrfs]") {
    test::CollectorBench bench;
    for (std::size_t i = 0; i < btrfs_filesystems_max + 2; ++i) {
        const std::string folder = "sys/fs/btrfs/" + std::to_string(i) + "/";
        bench.host.files[folder + "allocation/data/bytes_used"] = "1\n";
        bench.host.files[folder + "devinfo/1/missing"] = "0\n";
    }
    bench.make("btrfs", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("btrfs.devices.missing_count") == btrfs_filesystems_max);
    bench.host.files.clear();
    CHECK(bench.tick().error().code == Errc::no_data);
}

TEST_CASE("btrfs: a host whose kernel only knows it has no data", "[collectors][btrfs]") {
    test::CollectorBench bench{{{"sys/fs/btrfs/features/raid56", "0\n"}}};
    bench.make("btrfs", hardware_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
