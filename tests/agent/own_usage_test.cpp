#include "agent/own_usage.hpp"

#include <catch2/catch.hpp>

using namespace foreshock::agent;

TEST_CASE("own usage: this process has used processor time, memory and files", "[agent][usage]") {
    RunningUsage source;
    const OwnUsage first = source.usage();
    CHECK(first.cpu_seconds >= 0);
    REQUIRE(first.resident_bytes.has_value());
    CHECK(*first.resident_bytes > 100'000);
    CHECK(*first.resident_bytes < 4e9);
    REQUIRE(first.open_files.has_value());
    CHECK(*first.open_files >= 3);
    CHECK(source.usage().cpu_seconds >= first.cpu_seconds);
}
