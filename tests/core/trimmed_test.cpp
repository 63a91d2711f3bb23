#include "core/trimmed.hpp"

#include <catch2/catch.hpp>

using foreshock::trimmed;

TEST_CASE("trimmed: blanks, tabs and line ends go at both ends, and stay within") {
    CHECK(trimmed(" \t a b\tc \r\n") == "a b\tc");
    CHECK(trimmed("a") == "a");
    CHECK(trimmed(" \r\n").empty());
    CHECK(trimmed("").empty());
}
