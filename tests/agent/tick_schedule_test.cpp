#include "agent/tick_schedule.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using foreshock::agent::TickSchedule;

TEST_CASE("schedule: ticks are at whole multiples of the interval", "[agent][schedule]") {
    const TickSchedule schedule{Duration{1000}};
    CHECK(schedule.next_after(from_unix_ms(1'790'000'000'000)) == from_unix_ms(1'790'000'001'000));
    CHECK(schedule.next_after(from_unix_ms(1'790'000'000'001)) == from_unix_ms(1'790'000'001'000));
    CHECK(schedule.next_after(from_unix_ms(1'790'000'000'999)) == from_unix_ms(1'790'000'001'000));
    CHECK(TickSchedule{Duration{7000}}.next_after(from_unix_ms(15'000)) == from_unix_ms(21'000));
}

TEST_CASE("schedule: late ticks are counted and not made up for", "[agent][schedule]") {
    TickSchedule schedule{Duration{1000}};
    schedule.ran(from_unix_ms(1'790'000'000'002));
    schedule.ran(from_unix_ms(1'790'000'001'700));
    CHECK(schedule.missed() == 0);
    schedule.ran(from_unix_ms(1'790'000'005'001));
    CHECK(schedule.missed() == 3);
    CHECK(schedule.next_after(from_unix_ms(1'790'000'005'001)) == from_unix_ms(1'790'000'006'000));
}
