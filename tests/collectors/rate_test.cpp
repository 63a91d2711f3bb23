#include "collectors/rate.hpp"

#include <catch2/catch.hpp>

#include "collectors/paced_round.hpp"

namespace foreshock::collectors {
namespace {

constexpr TimePoint start = from_unix_ms(1'790'000'000'000);

TEST_CASE("increase: none at first, then the difference", "[collectors][rate]") {
    Increase counter;
    CHECK_FALSE(counter.to(100));
    CHECK(counter.to(130) == 30.0);
    CHECK(counter.to(130) == 0.0);
}

TEST_CASE("increase: a counter that went back is none once, and then counts on",
          "[collectors][rate]") {
    Increase counter;
    counter.to(100);
    CHECK_FALSE(counter.to(5));
    CHECK(counter.to(7) == 2.0);
}

TEST_CASE("increase: differences of large counters are exact", "[collectors][rate]") {
    Increase counter;
    counter.to(18446744073709551610U);
    CHECK(counter.to(18446744073709551615U) == 5.0);
}

TEST_CASE("interval: seconds since the last reading", "[collectors][rate]") {
    Interval interval;
    CHECK(interval.to(start) == 0);
    CHECK(interval.to(start + std::chrono::milliseconds{1500}) == 1.5);
    CHECK(interval.to(start + std::chrono::milliseconds{1500}) == 0);
    CHECK(interval.to(start) == 0);
    CHECK(interval.to(start + std::chrono::seconds{1}) == 1);
}

TEST_CASE("rate: needs an increase and time", "[collectors][rate]") {
    CHECK(per_second(10.0, 2) == 5.0);
    CHECK_FALSE(per_second(std::nullopt, 2));
    CHECK_FALSE(per_second(10.0, 0));
    CHECK_FALSE(ratio(10.0, -1));
}

TEST_CASE("share: is cut to 0 and 1", "[collectors][rate]") {
    CHECK(as_share(-0.1) == 0);
    CHECK(as_share(0.4) == 0.4);
    CHECK(as_share(1.001) == 1);
}

TEST_CASE("paced round: is due at first and then every ten seconds", "[collectors][rate]") {
    PacedRound pace;
    CHECK(pace.is_due(start));
    pace.begin(start);
    CHECK_FALSE(pace.is_due(start + std::chrono::milliseconds{9999}));
    CHECK(pace.is_due(start + std::chrono::seconds{10}));
    CHECK(pace.is_due(start - std::chrono::seconds{1}));
}

TEST_CASE("paced round: a tenth more each second, and no more than all", "[collectors][rate]") {
    PacedRound pace;
    pace.begin(start);
    CHECK(pace.goal_of(95, start) == 10);
    CHECK(pace.goal_of(95, start + std::chrono::seconds{1}) == 19);
    CHECK(pace.goal_of(95, start + std::chrono::seconds{9}) == 95);
    CHECK(pace.goal_of(95, start + std::chrono::seconds{60}) == 95);
    CHECK(pace.goal_of(0, start) == 0);
}

TEST_CASE("paced round: takes the time that it is given", "[collectors][rate]") {
    PacedRound pace{60};
    pace.begin(start);
    CHECK(pace.goal_of(600, start) == 10);
    CHECK_FALSE(pace.is_due(start + std::chrono::seconds{59}));
    CHECK(pace.is_due(start + std::chrono::seconds{60}));
}

}  // namespace
}  // namespace foreshock::collectors
