#include "collectors/storage/filesystem_errors.hpp"

#include <catch2/catch.hpp>

#include "collectors/storage/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string ext4 = "sys/fs/ext4/sda1/errors_count";
const std::string btrfs = "sys/fs/btrfs/6d3a1f0e-7a3c-4c39-8f6a-000000000001/devinfo/1/error_stats";

std::string stats(int read_errors) {
    return "write_errs 0\nread_errs " + std::to_string(read_errors) +
           "\nflush_errs 0\ncorruption_errs 2\ngeneration_errs 0\n";
}

TEST_CASE("filesystem errors: what btrfs counts is summed", "[collectors][filesystem_errors]") {
    CHECK(parse_btrfs_errors(stats(5)).value() == 7);
    for (const std::string text : {"", "rubbish\n", "write_errs\n", "write_errs x\n"}) {
        INFO(text);
        CHECK(parse_btrfs_errors(text).error().code == Errc::malformed);
    }
}

TEST_CASE("filesystem errors: a first error on a sound filesystem is told",
          "[collectors][filesystem_errors]") {
    test::CollectorBench bench{{{ext4, "0\n"}, {"sys/fs/ext4/features/lazy_itable_init", "x\n"}}};
    bench.make("filesystem_errors", storage_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("filesystem.errors.count{device=\"sda1\",type=\"ext4\"}") == 0.0);
    CHECK_FALSE(bench.sink.has("filesystem.errors.new_count{device=\"sda1\",type=\"ext4\"}"));
    bench.host.files[ext4] = "3\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("filesystem.errors.new_count{device=\"sda1\",type=\"ext4\"}") == 3.0);
    CHECK(bench.sink.count("filesystem.errors.count") == 1);
}

TEST_CASE("filesystem errors: each device of a btrfs is told", "[collectors][filesystem_errors]") {
    test::CollectorBench bench{{{btrfs, stats(0)}, {"sys/fs/btrfs/features/zstd", "0\n"}}};
    bench.make("filesystem_errors", storage_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("filesystem.errors.count{device=\"6d3a1f0e-7a3c-4c39-8f6a-000000000001/"
                           "1\",type=\"btrfs\"}") == 2.0);
}

TEST_CASE("filesystem errors: a repair that sets the count back is no new error",
          "[collectors][filesystem_errors]") {
    test::CollectorBench bench{{{ext4, "3\n"}}};
    bench.make("filesystem_errors", storage_catalog());
    REQUIRE(bench.tick());
    bench.host.files[ext4] = "0\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("filesystem.errors.new_count") == 0);
}

TEST_CASE("filesystem errors: one broken count is told and the others are still sampled",
          "[collectors][filesystem_errors]") {
    test::CollectorBench bench{{{ext4, "rubbish\n"}, {btrfs, stats(0)}}};
    bench.make("filesystem_errors", storage_catalog());
    CHECK(bench.tick().error().code == Errc::malformed);
    CHECK(bench.sink.count("filesystem.errors.count") == 1);
    bench.host.files[ext4] = "0\n";
    bench.host.unreadable.insert(btrfs);
    CHECK(bench.tick().error().code == Errc::unreadable);
    CHECK(bench.sink.count("filesystem.errors.count") == 1);
}

TEST_CASE("filesystem errors: at the bound all are told, one above it is not",
          "[collectors][filesystem_errors]") {
    test::CollectorBench bench;
    for (std::size_t i = 0; i <= filesystem_errors_max; ++i)
        bench.host.files["sys/fs/ext4/dm-" + std::to_string(i) + "/errors_count"] = "0\n";
    bench.make("filesystem_errors", storage_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("filesystem.errors.count") == filesystem_errors_max);
}

TEST_CASE("filesystem errors: a host whose filesystems do not count has no data",
          "[collectors][filesystem_errors]") {
    test::CollectorBench bench;
    bench.make("filesystem_errors", storage_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
