#include "detectors/engines/combination_verdict.hpp"

#include <array>

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

using std::chrono::minutes;

const TimePoint now = from_unix_ms(1'790'000'000'000);

SignStrength forecast(double confidence, int earliest, int expected, int latest) {
    Forecast made;
    made.made_at = now;
    made.earliest = now + minutes{earliest};
    made.expected = now + minutes{expected};
    made.latest = now + minutes{latest};
    made.confidence = confidence;
    return {confidence, made};
}

}  // namespace

TEST_CASE("combination verdict: confidence rises with agreement, up to its bound",
          "[detectors][combination]") {
    const std::array signs{SignStrength{0.5, {}}, SignStrength{0.5, {}}, SignStrength{0.8, {}}};
    CHECK(combine({signs.data(), 1}).confidence == Approx(0.5));
    CHECK(combine({signs.data(), 2}).confidence == Approx(0.75));
    CHECK(combine(signs).confidence == Approx(0.95));
    CHECK_FALSE(combine(signs).forecast);
    CHECK(combine({}).confidence == 0);
}

TEST_CASE("combination verdict: the earliest forecast that another agrees with counts",
          "[detectors][combination]") {
    const std::array signs{forecast(0.6, 28, 30, 40), forecast(0.9, 2, 3, 4),
                           forecast(0.5, 20, 25, 35)};
    const CombinedVerdict verdict = combine(signs);
    REQUIRE(verdict.forecast);
    CHECK(verdict.forecast->expected == now + minutes{25});
    CHECK(verdict.forecast->earliest == now + minutes{25});
    CHECK(verdict.forecast->latest == now + minutes{35});
    CHECK(verdict.confidence == Approx(0.8));
    CHECK(verdict.forecast->confidence == verdict.confidence);
}

TEST_CASE("combination verdict: without agreement the earliest speaks alone",
          "[detectors][combination]") {
    const std::array signs{forecast(0.6, 28, 30, 40), forecast(0.7, 2, 3, 4)};
    const CombinedVerdict verdict = combine(signs);
    REQUIRE(verdict.forecast);
    CHECK(verdict.forecast->expected == now + minutes{3});
    CHECK(verdict.confidence == Approx(0.7));
}

TEST_CASE("combination verdict: signs without a forecast speak for the one there is",
          "[detectors][combination]") {
    const std::array signs{SignStrength{0.5, {}}, forecast(0.6, 8, 9, 11)};
    CHECK(combine(signs).confidence == Approx(0.8));
    CHECK(combine(signs).forecast->latest == now + minutes{11});
}
