#include "collectors/storage/block_devices.hpp"

#include <catch2/catch.hpp>

#include "collectors/storage/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

std::string disk(int discards, int discarding_ms, int flushes, int flushing_ms) {
    return "   8       0 sda 95303 10439 5123714 67384 30468 34273 17415800 83017 0 19952 154404 " +
           std::to_string(discards) + " 37 10536320 " + std::to_string(discarding_ms) + " " +
           std::to_string(flushes) + " " + std::to_string(flushing_ms) + "\n";
}

TEST_CASE("block devices: a counter of SCSI is hexadecimal", "[collectors][block_devices]") {
    CHECK(parse_scsi_counter("0x1f\n").value() == 31);
    for (const char* text : {"", "31\n", "0x\n", "0xg\n", "x\n"}) {
        INFO(text);
        CHECK_FALSE(parse_scsi_counter(text));
    }
}

TEST_CASE("block devices: flushes and discards have their rate and mean time",
          "[collectors][block_devices]") {
    test::CollectorBench bench{{{"proc/diskstats", disk(10, 100, 50, 200)}}};
    bench.make("block_devices", storage_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
    bench.host.files["proc/diskstats"] = disk(14, 108, 70, 300);
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.value("disk.flush.operations_per_second{disk=\"sda\"}") == 2.0);
    CHECK(*bench.sink.value("disk.flush.latency_seconds{disk=\"sda\"}") == Approx(0.005));
    CHECK(*bench.sink.value("disk.discard.latency_seconds{disk=\"sda\"}") == Approx(0.002));
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK_FALSE(bench.sink.has("disk.flush.latency_seconds{disk=\"sda\"}"));
}

TEST_CASE("block devices: an older kernel tells neither", "[collectors][block_devices]") {
    test::CollectorBench bench{{{"proc/diskstats", "8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n"}}};
    bench.make("block_devices", storage_catalog());
    REQUIRE(bench.tick());
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
}

TEST_CASE("block devices: errors, timeouts and the limit of the queue are told",
          "[collectors][block_devices]") {
    test::CollectorBench bench{{{"proc/diskstats", disk(0, 0, 0, 0)},
                                {"sys/block/sda/queue/nr_requests", "64\n"},
                                {"sys/block/sda/device/ioerr_cnt", "0x5\n"},
                                {"sys/block/sda/device/iotmo_cnt", "0x0\n"}}};
    bench.make("block_devices", storage_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("disk.queue.limit_count{disk=\"sda\"}") == 64.0);
    CHECK(bench.sink.value("disk.errors.count{disk=\"sda\"}") == 5.0);
    CHECK_FALSE(bench.sink.has("disk.errors.new_count{disk=\"sda\"}"));
    bench.host.files["sys/block/sda/device/ioerr_cnt"] = "0x10\n";
    bench.host.files["sys/block/sda/device/iotmo_cnt"] = "0x2\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("disk.errors.new_count{disk=\"sda\"}") == 11.0);
    CHECK(bench.sink.value("disk.timeouts.new_count{disk=\"sda\"}") == 2.0);
}

TEST_CASE("block devices: a disk that has gone is told no more", "[collectors][block_devices]") {
    test::CollectorBench bench{
        {{"proc/diskstats", disk(0, 0, 0, 0)}, {"sys/block/sda/queue/nr_requests", "64\n"}}};
    bench.make("block_devices", storage_catalog());
    REQUIRE(bench.tick());
    bench.host.files["proc/diskstats"] = "";
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
}

TEST_CASE("block devices: broken text is malformed, none is no data",
          "[collectors][block_devices]") {
    test::CollectorBench bench{{{"proc/diskstats", "8 0 sda 1 2\n"}}};
    bench.make("block_devices", storage_catalog());
    CHECK(bench.tick().error().code == Errc::malformed);
    bench.host.files.clear();
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
