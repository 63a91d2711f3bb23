#include "collectors/network/cpu_table.hpp"

#include <array>
#include <string>

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

const std::string table =
    "entries  allocs   table_fulls\n"
    "00000002 0000001f 00000001\n"
    "00000002 00000001 0000000a\n";

TEST_CASE("cpu table: columns are found by name and summed over the processors",
          "[collectors][cpu_table]") {
    std::array columns{CpuColumn{"entries"}, CpuColumn{"allocs"}, CpuColumn{"table_fulls"}};
    REQUIRE(read_cpu_table(table, columns));
    CHECK(columns[0].first == 2);
    CHECK(columns[0].sum == 4);
    CHECK(columns[1].first == 31);
    CHECK(columns[1].sum == 32);
    CHECK(columns[2].sum == 11);
}

TEST_CASE("cpu table: a column that the kernel lacks is not found", "[collectors][cpu_table]") {
    std::array columns{CpuColumn{"entries"}, CpuColumn{"insert_failed"}};
    REQUIRE(read_cpu_table(table, columns));
    CHECK(columns[0].found);
    CHECK_FALSE(columns[1].found);
}

TEST_CASE("cpu table: rows that do not fit are malformed", "[collectors][cpu_table]") {
    std::array columns{CpuColumn{"entries"}};
    for (const std::string text : {"", "entries\n", "entries allocs\n2\n", "entries\nxyz\n"}) {
        INFO(text);
        REQUIRE_FALSE(read_cpu_table(text, columns));
        CHECK(read_cpu_table(text, columns).error().code == Errc::malformed);
    }
}

TEST_CASE("cpu table: a word is hexadecimal as a whole or not at all", "[collectors][cpu_table]") {
    CHECK(word_as_hex("0000001f").value() == 31);
    CHECK(word_as_hex("ffffffffffffffff").value() == 0xFFFFFFFFFFFFFFFF);
    for (const char* word : {"", "0x1f", "1g", "-1", "10000000000000000"}) {
        INFO(word);
        CHECK_FALSE(word_as_hex(word));
    }
}

}  // namespace
}  // namespace foreshock::collectors
