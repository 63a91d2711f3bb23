#include "collectors/background_round.hpp"

#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/inline_background.hpp"

namespace foreshock::collectors {
namespace {

TimePoint at(int second) {
    return from_unix_ms(1'790'000'000'000 + 1000 * second);
}

const auto seven = [] { return Result<int>{7}; };

TEST_CASE("background round: the answer comes in the tick after it is there, once",
          "[collectors][background]") {
    test::InlineBackground background;
    BackgroundRound<int> round{&background, "seven", std::chrono::seconds{10}};
    CHECK(*round.step(at(0), seven) == std::nullopt);
    CHECK(*round.step(at(1), seven) == 7);
    CHECK(*round.step(at(2), seven) == std::nullopt);
    CHECK(background.started == 1);
}

TEST_CASE("background round: it begins anew when it is due and not while one runs",
          "[collectors][background]") {
    test::InlineBackground background;
    background.holds = true;
    BackgroundRound<int> round{&background, "seven", std::chrono::seconds{10}};
    CHECK(round.is_due(at(0)));
    for (int second = 0; second <= 30; ++second)
        CHECK(*round.step(at(second), seven) == std::nullopt);
    CHECK(background.started == 1);
    CHECK_FALSE(round.is_due(at(31)));
    background.run_held();
    CHECK(*round.step(at(31), seven) == 7);
    CHECK(*round.step(at(32), seven) == std::nullopt);
    CHECK(background.started == 2);
}

TEST_CASE("background round: errors of the work and of the start are handed on",
          "[collectors][background]") {
    test::InlineBackground background;
    BackgroundRound<int> round{&background, "seven", std::chrono::seconds{10}};
    const auto broken = [] { return Result<int>{fail(Errc::unreadable, "no")}; };
    REQUIRE(round.step(at(0), broken));
    CHECK(round.step(at(1), broken).error().code == Errc::unreadable);
    background.refuses = true;
    CHECK(round.step(at(20), seven).error().code == Errc::unavailable);
    BackgroundRound<int> alone{nullptr, "seven", std::chrono::seconds{10}};
    CHECK(alone.step(at(0), seven).error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
