#include "collectors/disk.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

std::string line(const std::string& name, const std::string& counters) {
    return " 254 0 " + name + " " + counters + "\n";
}

const std::string some_writes = "1 0 8 1 1 0 8 1 0 1 2";

std::vector<std::string> real_disks(const std::string& text) {
    std::vector<DiskCounters> disks;
    REQUIRE(parse_diskstats(text, disks));
    keep_real_disks(disks);
    std::vector<std::string> names;
    for (const DiskCounters& disk : disks)
        names.emplace_back(disk.name);
    return names;
}

TEST_CASE("disk: the fields of old and new kernels are read", "[collectors][disk]") {
    const std::string text = line("sda", "10 1 80 50 20 2 160 100 3 400 150") +
                             line("sdb", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17");
    std::vector<DiskCounters> disks;
    REQUIRE(parse_diskstats(text, disks));
    REQUIRE(disks.size() == 2);
    CHECK(disks[0].name == "sda");
    CHECK(disks[0].reads == 10);
    CHECK(disks[0].read_sectors == 80);
    CHECK(disks[0].reading_ms == 50);
    CHECK(disks[0].writes == 20);
    CHECK(disks[0].written_sectors == 160);
    CHECK(disks[0].writing_ms == 100);
    CHECK(disks[0].in_flight == 3);
    CHECK(disks[0].busy_ms == 400);
    CHECK(disks[1].busy_ms == 10);
}

TEST_CASE("disk: a line that is too short is malformed", "[collectors][disk]") {
    std::vector<DiskCounters> disks;
    for (const std::string text : {"x\n", "8 0 sda 1 2 3\n", "8 0 sda 1 2 3 4 5 6 7 8 9 x 1\n"}) {
        INFO(text);
        const auto parsed = parse_diskstats(text, disks);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == Errc::malformed);
    }
}

TEST_CASE("disk: partitions are told from disks by name", "[collectors][disk]") {
    CHECK(is_partition_of("sda1", "sda"));
    CHECK(is_partition_of("vda15", "vda"));
    CHECK(is_partition_of("nvme0n1p2", "nvme0n1"));
    CHECK(is_partition_of("mmcblk0p1", "mmcblk0"));
    CHECK(is_partition_of("cciss/c0d0p1", "cciss/c0d0"));
    CHECK_FALSE(is_partition_of("sda", "sda"));
    CHECK_FALSE(is_partition_of("sdaa", "sda"));
    CHECK_FALSE(is_partition_of("sda1x", "sda"));
    CHECK_FALSE(is_partition_of("dm-10", "dm-1"));
    CHECK_FALSE(is_partition_of("loop10", "loop1"));
    CHECK_FALSE(is_partition_of("mmcblk0boot0", "mmcblk0"));
    CHECK_FALSE(is_partition_of("nvme0n1p", "nvme0n1"));
    CHECK_FALSE(is_partition_of("sda1", ""));
}

TEST_CASE("disk: whole disks are watched, their parts and toys are not", "[collectors][disk]") {
    using Names = std::vector<std::string>;
    CHECK(real_disks(line("sda", some_writes) + line("sda1", some_writes) +
                     line("sda2", some_writes) + line("sdb", some_writes)) == Names{"sda", "sdb"});
    CHECK(real_disks(line("nvme0n1", some_writes) + line("nvme0n1p1", some_writes)) ==
          Names{"nvme0n1"});
    CHECK(real_disks(line("xvda1", some_writes)) == Names{"xvda1"});
    CHECK(real_disks(line("ram0", some_writes) + line("sr0", some_writes) +
                     line("fd0", some_writes) + line("dm-1", some_writes) +
                     line("dm-10", some_writes)) == Names{"dm-1", "dm-10"});
    CHECK(real_disks(line("loop0", "9 0 72 1 0 0 0 0 0 1 1") + line("loop1", some_writes) +
                     line("zram0", "0 0 0 0 0 0 0 0 0 0 0")) == Names{"loop1"});
}

TEST_CASE("disk: rates, latency and busy time are of the interval", "[collectors][disk]") {
    test::CollectorBench bench{
        {{"proc/diskstats", line("sda", "10 0 80 50 20 0 160 100 0 400 150")}}};
    bench.make("disk");
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.size() == 1);
    CHECK(bench.sink.value("disk.queue.depth_count{disk=\"sda\"}") == 0.0);
    bench.host.files["proc/diskstats"] = line("sda", "14 0 100 90 20 0 160 100 2 900 190");
    REQUIRE(bench.tick(std::chrono::seconds{2}));
    CHECK(bench.sink.value("disk.read.operations_per_second{disk=\"sda\"}") == 2.0);
    CHECK(bench.sink.value("disk.read.bytes_per_second{disk=\"sda\"}") == 5120.0);
    CHECK(*bench.sink.value("disk.read.latency_seconds{disk=\"sda\"}") == Approx(0.010));
    CHECK(bench.sink.value("disk.write.operations_per_second{disk=\"sda\"}") == 0.0);
    CHECK_FALSE(bench.sink.has("disk.write.latency_seconds{disk=\"sda\"}"));
    CHECK(bench.sink.value("disk.queue.depth_count{disk=\"sda\"}") == 2.0);
    CHECK(*bench.sink.value("disk.time.busy_ratio{disk=\"sda\"}") == Approx(0.25));
}

TEST_CASE("disk: a disk that went and came back starts anew", "[collectors][disk]") {
    const std::string keeps = line("sda", some_writes);
    test::CollectorBench bench{
        {{"proc/diskstats", keeps + line("sdb", "10 0 80 5 1 0 8 1 0 1 2")}}};
    bench.make("disk");
    REQUIRE(bench.tick());
    bench.host.files["proc/diskstats"] = keeps;
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("disk.") > 0);
    bench.host.files["proc/diskstats"] = keeps + line("sdb", "90 0 800 5 1 0 8 1 0 1 2");
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("disk.read.operations_per_second{disk=\"sdb\"}"));
}

TEST_CASE("disk: an exclamation mark in a name is a slash", "[collectors][disk]") {
    test::CollectorBench bench{{{"proc/diskstats", line("cciss!c0d0", some_writes)}}};
    bench.make("disk");
    REQUIRE(bench.tick());
    CHECK(bench.sink.has("disk.queue.depth_count{disk=\"cciss/c0d0\"}"));
}

TEST_CASE("disk: disks up to the bound have series, the next has none", "[collectors][disk]") {
    std::string text;
    for (std::size_t i = 0; i <= disks_max; ++i)
        text += line("dm-" + std::to_string(i), some_writes);
    test::CollectorBench bench{{{"proc/diskstats", text}}};
    bench.make("disk");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("disk.queue.depth_count") == disks_max);
}

TEST_CASE("disk: the mean queue and what was merged", "[collectors][disk]") {
    test::CollectorBench bench{
        {{"proc/diskstats", line("sda", "10 4 80 50 20 6 160 100 3 400 150") +
                                line("dm-0", "1 0 8 1 1 0 8 1 0 1 2")}}};
    bench.make("disk");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("disk.queue.mean_depth_count") == 0);
    bench.host.files["proc/diskstats"] =
        line("sda", "10 8 80 50 20 12 160 100 3 400 5150") + line("dm-0", "1 0 8 1 1 0 8 1 0 1 2");
    REQUIRE(bench.tick(std::chrono::seconds{2}));
    CHECK(bench.sink.value("disk.queue.mean_depth_count{disk=\"sda\"}") == 2.5);
    CHECK(bench.sink.value("disk.read.merged_per_second{disk=\"sda\"}") == 2.0);
    CHECK(bench.sink.value("disk.write.merged_per_second{disk=\"sda\"}") == 3.0);
    CHECK(bench.sink.value("disk.queue.mean_depth_count{disk=\"dm-0\"}") == 0.0);
    CHECK_FALSE(bench.sink.has("disk.read.merged_per_second{disk=\"dm-0\"}"));
}

}  // namespace
}  // namespace foreshock::collectors
