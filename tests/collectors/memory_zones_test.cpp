#include "collectors/memory_zones.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string path = "proc/buddyinfo";
const std::string real =
    "Node 0, zone      DMA      0      0      0      0      0      0      0      0      1      1 "
    "     3 \n"
    "Node 0, zone    DMA32      1      1      4      2      5      4      3      3      4      2 "
    "   752 \n"
    "Node 0, zone   Normal   1348    385     87     43     20     44     22      6      4    164 "
    "   252 \n";

TEST_CASE("buddyinfo: zones and their free blocks", "[collectors][memory_zones]") {
    const auto zones = parse_buddyinfo(real);
    REQUIRE(zones);
    REQUIRE(zones->size() == 3);
    CHECK((*zones)[2].node == "0");
    CHECK((*zones)[2].zone == "Normal");
    CHECK((*zones)[2].free_blocks[0] == 1348);
    CHECK((*zones)[2].free_blocks[10] == 252);
    CHECK((*zones)[2].free_blocks[11] == 0);
    CHECK(free_pages((*zones)[0], 0) == 256 + 512 + 3 * 1024);
    CHECK(free_pages((*zones)[0], 9) == 512 + 3 * 1024);
}

TEST_CASE("buddyinfo: what is no list of zones is malformed", "[collectors][memory_zones]") {
    for (const std::string text :
         {"", "\n", "Node 0, zone\n", "Node 0, zone DMA\n", "Node 0 zone DMA 1\n",
          "Node , zone DMA 1\n", "Node 0, zone DMA 1 x\n", "Node 0, zone DMA -1\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_buddyinfo(text));
        CHECK(parse_buddyinfo(text).error().code == Errc::malformed);
    }
}

TEST_CASE("buddyinfo: no more zones and block sizes are read than the bounds",
          "[collectors][memory_zones]") {
    std::string text;
    for (std::size_t i = 0; i <= zones_max; ++i)
        text += "Node " + std::to_string(i) + ", zone Normal 1\n";
    CHECK(parse_buddyinfo(text)->size() == zones_max);
    std::string line = "Node 0, zone Normal";
    for (std::size_t i = 0; i <= ZoneBlocks::orders_max; ++i)
        line += " 1";
    REQUIRE(parse_buddyinfo(line));
    CHECK(free_pages(parse_buddyinfo(line)->front(), 0) == 65535);
}

TEST_CASE("memory zones: free memory and how much of it is in large blocks",
          "[collectors][memory_zones]") {
    test::CollectorBench bench{{{path, "Node 0, zone   Normal  48  8  0  0  2  1\n"}}};
    bench.make("memory_zones");
    REQUIRE(bench.tick());
    const std::string normal = "{node=\"0\",zone=\"Normal\"}";
    CHECK(bench.sink.value("memory.zone.free_bytes" + normal) == 128.0 * 4096);
    CHECK(bench.sink.value("memory.zone.large_blocks_ratio" + normal) == 0.5);
}

TEST_CASE("memory zones: a full zone has no share, and one that is gone has no series",
          "[collectors][memory_zones]") {
    test::CollectorBench bench{{{path, real}}};
    bench.make("memory_zones");
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.size() == 6);
    bench.host.files[path] = "Node 0, zone   Normal  0  0  0\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.size() == 1);
    CHECK(bench.sink.value("memory.zone.free_bytes{node=\"0\",zone=\"Normal\"}") == 0.0);
}

}  // namespace
}  // namespace foreshock::collectors
