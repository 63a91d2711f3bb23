#include "core/number.hpp"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

using namespace foreshock;

TEST_CASE("number: the whole text must be the number", "[core][number]") {
    CHECK(parse_double("1.5e3") == 1500.0);
    CHECK(parse_int("-7") == -7);
    CHECK(parse_uint("18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
    CHECK_FALSE(parse_uint("18446744073709551616"));
    CHECK_FALSE(parse_uint("-1"));
    CHECK_FALSE(parse_double("1.5kB"));
    CHECK_FALSE(parse_double(" 1"));
    CHECK_FALSE(parse_double(""));
}

TEST_CASE("number: doubles are written so that they read back", "[core][number]") {
    CHECK(format_double(0.1) == "0.1");
    CHECK(format_double(1e21) == "1e+21");
    CHECK(format_double(std::nan("")) == "NaN");
    CHECK(format_double(-std::numeric_limits<double>::infinity()) == "-Inf");
}

TEST_CASE("number: people read three digits and a prefix", "[core][number]") {
    CHECK(describe_bytes(0) == "0 B");
    CHECK(describe_bytes(1536) == "1.50 KiB");
    CHECK(describe_bytes(300.0 * 1024 * 1024) == "300 MiB");
    CHECK(describe_number(160) == "160");
    CHECK(describe_number(0.03125) == "0.0312");
}
