#include "detectors/engines/usual_runups.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

using std::chrono::seconds;

const TimePoint start = from_unix_ms(1'790'000'000'000);

/// Teeth from -60 up by `height` in 100 s, then a fall; one value each 10 s.
TimePoint feed_teeth(UsualRunUps& usual, int teeth, double height) {
    TimePoint at = start;
    for (int tooth = 0; tooth < teeth; ++tooth)
        for (int step = 0; step < 11; ++step, at += seconds{10})
            usual.observe(at, -60 + height * step / 10);
    usual.observe(at, -60);
    return at;
}

}  // namespace

TEST_CASE("usual run-ups: nothing is usual at first", "[detectors][usual]") {
    const UsualRunUps usual;
    CHECK_FALSE(usual.is_usual({-60, -50, 30}, start));
}

TEST_CASE("usual run-ups: a tooth like the one before is usual", "[detectors][usual]") {
    UsualRunUps usual;
    const TimePoint at = feed_teeth(usual, 1, 20);
    CHECK(usual.is_usual({-60, -40, 100}, at));
    CHECK(usual.is_usual({-50, -30, 90}, at));
}

TEST_CASE("usual run-ups: higher or longer than usual is not usual", "[detectors][usual]") {
    UsualRunUps usual;
    const TimePoint at = feed_teeth(usual, 4, 20);
    CHECK(usual.is_usual({-60, -33, 100}, at));
    CHECK_FALSE(usual.is_usual({-60, -15, 100}, at));
    CHECK_FALSE(usual.is_usual({-60, -40, 400}, at));
}

TEST_CASE("usual run-ups: what would not end below the limit this time is not usual",
          "[detectors][usual]") {
    UsualRunUps usual;
    const TimePoint at = feed_teeth(usual, 4, 20);
    CHECK(usual.is_usual({-25, -15, 60}, at));
    CHECK_FALSE(usual.is_usual({-18, -5, 60}, at));
}

TEST_CASE("usual run-ups: seen once excuses no rise that has used up most of the room",
          "[detectors][usual]") {
    UsualRunUps once;
    const TimePoint first = feed_teeth(once, 1, 50);
    CHECK_FALSE(once.is_usual({-60, -15, 100}, first));
    UsualRunUps often;
    const TimePoint fourth = feed_teeth(often, 4, 50);
    CHECK(often.is_usual({-60, -15, 100}, fourth));
}

TEST_CASE("usual run-ups: a rise that rests as long as it took has ended", "[detectors][usual]") {
    UsualRunUps usual;
    for (int step = 0; step <= 25; ++step)
        usual.observe(start + seconds{10 * step}, -60 + 2 * std::min(step, 10));
    CHECK(usual.is_usual({-40, -25, 90}, start + seconds{250}));
}

TEST_CASE("usual run-ups: a rise that met the limit is not learned", "[detectors][usual]") {
    UsualRunUps usual;
    for (int step = 0; step <= 10; ++step)
        usual.observe(start + seconds{10 * step}, -60 + 6 * step);
    usual.spoil();
    usual.observe(start + seconds{110}, -60);
    CHECK_FALSE(usual.is_usual({-60, -40, 50}, start + seconds{120}));
}

TEST_CASE("usual run-ups: what is learned fades in days", "[detectors][usual]") {
    UsualRunUps usual;
    const TimePoint at = feed_teeth(usual, 4, 20);
    CHECK(usual.is_usual({-60, -45, 100}, at + std::chrono::hours{24}));
    CHECK_FALSE(usual.is_usual({-60, -45, 100}, at + std::chrono::hours{24 * 15}));
}

TEST_CASE("usual run-ups: a slow rise has quick swings on top", "[detectors][usual]") {
    UsualRunUps usual;
    feed_teeth(usual, 2, 20);
    CHECK(usual.quick_swing(1000) == Approx(20).margin(0.5));
    CHECK(usual.quick_swing(300) == 0);
}

TEST_CASE("usual run-ups: the size is fixed", "[detectors][usual]") {
    CHECK(sizeof(UsualRunUps) <= 96);
}
