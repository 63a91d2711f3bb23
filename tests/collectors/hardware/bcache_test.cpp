#include "collectors/hardware/bcache.hpp"

#include <catch2/catch.hpp>

#include "collectors/hardware/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string bcache0 = "sys/block/bcache0/bcache/";
const std::string set0 = "sys/fs/bcache/3f1c/";

test::MapHostFs host_with_cache() {
    return {{bcache0 + "state", "dirty\n"},     {bcache0 + "dirty_data", "1.5G\n"},
            {"sys/fs/bcache/register", ""},     {set0 + "cache_available_percent", "60\n"},
            {set0 + "cache0/io_errors", "2\n"}, {set0 + "bdev0/dirty_data", "1.5G\n"}};
}

struct Bench : test::CollectorBench {
    Bench() : CollectorBench{host_with_cache()} { make("bcache", hardware_catalog()); }

    std::optional<double> of_disk(const std::string& signal) const {
        return sink.value("bcache." + signal + "{disk=\"bcache0\"}");
    }

    std::optional<double> of_set(const std::string& signal) const {
        return sink.value("bcache.set." + signal + "{set=\"3f1c\"}");
    }
};

TEST_CASE("bcache: sizes are read in powers of 1024", "[collectors][bcache]") {
    CHECK(parse_bcache_size("0.0k") == 0);
    CHECK(parse_bcache_size("512.0k") == 512.0 * 1024);
    CHECK(parse_bcache_size("1.5G") == 1.5 * 1024 * 1024 * 1024);
    CHECK(parse_bcache_size("-4.0k") == 0);
    for (const char* wrong : {"", "k", "1.5", "1.5B", "1.5GG", "infG", "x1k"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_bcache_size(wrong));
    }
}

TEST_CASE("bcache: a disk tells whether it has its cache, and what is only there",
          "[collectors][bcache]") {
    Bench bench;
    REQUIRE(bench.tick());
    CHECK(bench.of_disk("cache.attached") == 1);
    CHECK(bench.of_disk("cache.inconsistent") == 0);
    CHECK(bench.of_disk("dirty.held_bytes") == 1.5 * 1024 * 1024 * 1024);
    bench.host.files[bcache0 + "state"] = "inconsistent\n";
    REQUIRE(bench.tick());
    CHECK(bench.of_disk("cache.inconsistent") == 1);
    bench.host.files[bcache0 + "state"] = "no cache\n";
    REQUIRE(bench.tick());
    CHECK(bench.of_disk("cache.attached") == 0);
}

TEST_CASE("bcache: a set tells how full of unwritten data it is, and new errors of its devices",
          "[collectors][bcache]") {
    Bench bench;
    REQUIRE(bench.tick());
    CHECK(bench.of_set("dirty_ratio") == Approx(0.4));
    CHECK_FALSE(bench.of_set("errors_new_count"));
    bench.host.files[set0 + "cache0/io_errors"] = "5\n";
    bench.host.files[set0 + "cache_available_percent"] = "20\n";
    REQUIRE(bench.tick());
    CHECK(bench.of_set("dirty_ratio") == Approx(0.8));
    CHECK(bench.of_set("errors_new_count") == 3);
}

TEST_CASE("bcache: errors that fade away are no new ones", "[collectors][bcache]") {
    Bench bench;
    REQUIRE(bench.tick());
    bench.host.files[set0 + "cache0/io_errors"] = "1\n";
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.of_set("errors_new_count"));
}

TEST_CASE("bcache: what is not told has no series, and a host without bcache no data",
          "[collectors][bcache]") {
    Bench bench;
    bench.host.files[bcache0 + "dirty_data"] = "much\n";
    bench.host.files[set0 + "cache_available_percent"] = "400\n";
    REQUIRE(bench.tick());
    CHECK(bench.of_disk("cache.attached") == 1);
    CHECK_FALSE(bench.of_disk("dirty.held_bytes"));
    CHECK_FALSE(bench.of_set("dirty_ratio"));
    bench.host.files.clear();
    CHECK(bench.tick().error().code == Errc::no_data);
}

TEST_CASE("bcache: disks up to the bound have series", "[collectors][bcache]") {
    Bench bench;
    for (std::size_t i = 1; i < bcache_disks_max + 2; ++i)
        bench.host.files["sys/block/bcache" + std::to_string(i) + "/bcache/state"] = "clean\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("bcache.cache.attached") == bcache_disks_max);
}

}  // namespace
}  // namespace foreshock::collectors
