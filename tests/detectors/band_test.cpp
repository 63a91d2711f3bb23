#include "detectors/band.hpp"

#include <cmath>

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

using std::chrono::seconds;

const TimePoint start = from_unix_ms(1'790'000'000'000);
const Band band{10, 5, seconds{3}, seconds{4}};

TimePoint at(int second) {
    return start + seconds{second};
}

}  // namespace

TEST_CASE("band: it is entered after its hold and left after its clearing", "[detectors][band]") {
    BandState state;
    CHECK_FALSE(state.observe(band, Direction::above, at(0), 10));
    CHECK_FALSE(state.observe(band, Direction::above, at(2), 12));
    CHECK(state.observe(band, Direction::above, at(3), 11));
    CHECK(state.since() == at(0));
    CHECK(state.observe(band, Direction::above, at(4), 4));
    CHECK(state.observe(band, Direction::above, at(7), 4));
    CHECK_FALSE(state.observe(band, Direction::above, at(8), 4));
}

TEST_CASE("band: it can ask for more values than come within its hold", "[detectors][band]") {
    Band slow = band;
    slow.values_min = 4;
    BandState state;
    for (const int minute : {0, 1, 2})
        CHECK_FALSE(state.observe(slow, Direction::above, at(minute * 60), 20));
    CHECK_FALSE(state.observe(slow, Direction::above, at(180), 9));
    for (const int minute : {4, 5, 6})
        CHECK_FALSE(state.observe(slow, Direction::above, at(minute * 60), 20));
    CHECK(state.observe(slow, Direction::above, at(420), 20));
    CHECK(state.since() == at(240));
}

TEST_CASE("band: it can forgive single good values among bad ones, not two in a row",
          "[detectors][band]") {
    Band slow = band;
    slow.values_min = 4;
    slow.lapses_max = 1;
    const auto enters = [&](std::initializer_list<double> values) {
        BandState state;
        int second = 0;
        bool entered = false;
        for (const double value : values)
            entered = state.observe(slow, Direction::above, at(second += 2), value);
        return entered;
    };
    CHECK(enters({20, 20, 1, 20, 1, 20}));
    CHECK_FALSE(enters({20, 20, 1, 20, 1}));
    CHECK_FALSE(enters({20, 20, 1, 1, 20, 20}));
    CHECK_FALSE(enters({1, 20, 20, 20}));
}

TEST_CASE("band: what is good again is taken back although one value was bad",
          "[detectors][band]") {
    Band slow = band;
    slow.lapses_max = 1;
    BandState state;
    for (const int second : {0, 3, 6})
        state.observe(slow, Direction::above, at(second), 20);
    REQUIRE(state.is_entered());
    state.observe(slow, Direction::above, at(10), 1);
    state.observe(slow, Direction::above, at(12), 20);
    CHECK(state.is_entered());
}

TEST_CASE("band: a spike does not enter it", "[detectors][band]") {
    BandState state;
    for (int second = 0; second < 100; ++second)
        CHECK_FALSE(state.observe(band, Direction::above, at(second), second % 4 == 3 ? 1 : 99));
}

TEST_CASE("band: between leave and enter all stays as it is", "[detectors][band]") {
    BandState state;
    for (int second = 0; second < 20; ++second)
        CHECK_FALSE(state.observe(band, Direction::above, at(second), 9));
    state.observe(band, Direction::above, at(20), 10);
    state.observe(band, Direction::above, at(23), 10);
    for (int second = 24; second < 60; ++second)
        CHECK(state.observe(band, Direction::above, at(second), 6));
}

TEST_CASE("band: a flap does not leave it", "[detectors][band]") {
    BandState state;
    state.observe(band, Direction::above, at(0), 20);
    REQUIRE(state.observe(band, Direction::above, at(3), 20));
    for (int second = 4; second < 60; ++second)
        CHECK(state.observe(band, Direction::above, at(second), second % 3 == 0 ? 20 : 1));
}

TEST_CASE("band: below can be the bad side", "[detectors][band]") {
    const Band low{2, 3, seconds{0}, seconds{0}};
    BandState state;
    CHECK_FALSE(state.observe(low, Direction::below, at(0), 2.5));
    CHECK(state.observe(low, Direction::below, at(1), 2));
    CHECK(state.observe(low, Direction::below, at(2), 3));
    CHECK_FALSE(state.observe(low, Direction::below, at(3), 3.5));
}

TEST_CASE("band: enter and leave may be the same value", "[detectors][band]") {
    const Band flag{1, 1, seconds{0}, seconds{0}};
    BandState state;
    CHECK(state.observe(flag, Direction::above, at(0), 1));
    CHECK(state.observe(flag, Direction::above, at(1), 1));
    CHECK_FALSE(state.observe(flag, Direction::above, at(2), 0));
}

TEST_CASE("band: not-a-number changes nothing", "[detectors][band]") {
    BandState state;
    state.observe(band, Direction::above, at(0), 20);
    CHECK_FALSE(state.observe(band, Direction::above, at(2), std::nan("")));
    CHECK(state.observe(band, Direction::above, at(3), 20));
    CHECK(state.observe(band, Direction::above, at(50), std::nan("")));
}

TEST_CASE("band: an interruption lets the hold begin anew", "[detectors][band]") {
    BandState state;
    state.observe(band, Direction::above, at(0), 20);
    state.interrupt();
    CHECK_FALSE(state.observe(band, Direction::above, at(3), 20));
    CHECK(state.observe(band, Direction::above, at(6), 20));
    CHECK(sizeof(BandState) <= 16);
}
