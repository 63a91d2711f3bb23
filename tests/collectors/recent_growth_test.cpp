#include "collectors/recent_growth.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

TimePoint at_minute(int minute) {
    return from_unix_ms(1'790'000'000'000) + std::chrono::minutes{minute};
}

TEST_CASE("recent growth: what was taken at once is told for ten minutes", "[collectors][growth]") {
    RecentGrowth growth;
    CHECK(growth.to(at_minute(0), 100) == 0);
    CHECK(growth.to(at_minute(1), 500) == 400);
    for (int minute = 2; minute < 10; ++minute)
        CHECK(growth.to(at_minute(minute), 500) == 400);
    CHECK(growth.to(at_minute(10), 500) == 0);
}

TEST_CASE("recent growth: what is given back is no growth", "[collectors][growth]") {
    RecentGrowth growth;
    CHECK(growth.to(at_minute(0), 500) == 0);
    CHECK(growth.to(at_minute(1), 100) == 0);
    CHECK(growth.to(at_minute(2), 300) == 200);
}

TEST_CASE("recent growth: after a long pause, and when time goes back, it begins anew",
          "[collectors][growth]") {
    RecentGrowth growth;
    growth.to(at_minute(0), 100);
    CHECK(growth.to(at_minute(60), 500) == 0);
    CHECK(growth.to(at_minute(30), 900) == 0);
    CHECK(growth.to(at_minute(31), 950) == 50);
}

}  // namespace
}  // namespace foreshock::collectors
