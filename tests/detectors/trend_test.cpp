#include "detectors/engines/trend.hpp"

#include <cmath>
#include <functional>
#include <vector>

#include "scenario.hpp"
#include <catch2/catch.hpp>

using namespace foreshock::detectors;

namespace {

/// 30 points two seconds apart that end now; `usage` of the seconds since the first, limit 100.
std::vector<Point> points_of(const std::function<double(double)>& usage) {
    std::vector<Point> points;
    for (int i = 0; i < 30; ++i)
        points.push_back({-58.0 + 2 * i, usage(2.0 * i) - 100});
    return points;
}

std::optional<Trend> judged(const std::vector<Point>& points, TrendRules rules = {}) {
    rules.headroom_consumed = 0.25;
    return judge_trend(points, points.back().value, rules);
}

Verdict verdict_of(const std::vector<Point>& points) {
    const auto trend = judged(points);
    return trend ? trend->verdict : Verdict::too_few;
}

}  // namespace

TEST_CASE("trend: a straight growth is believed and its end is told", "[detectors][trend]") {
    const auto trend = judged(points_of([](double t) { return 50 + t / 2; }));
    REQUIRE(trend);
    CHECK(trend->verdict == Verdict::believed);
    CHECK(trend->slope == Approx(0.5));
    CHECK(trend->seconds() == Approx(58));
    CHECK(trend->consumed == Approx(0.58));
    CHECK(trend->expected == Approx(42).margin(0.5));
    CHECK(trend->earliest <= trend->expected * 0.925);
    CHECK(trend->latest >= trend->expected * 1.075);
    CHECK(trend->confidence > 0.8);
}

TEST_CASE("trend: a growth begins where the flat part ends", "[detectors][trend]") {
    const auto trend = judged(points_of([](double t) { return 50 + std::max(0.0, t - 20) * 0.8; }));
    REQUIRE(trend);
    CHECK(trend->verdict == Verdict::believed);
    CHECK(trend->began_at == Approx(-38).margin(2.1));
    CHECK(trend->slope == Approx(0.8).margin(0.02));
}

TEST_CASE("trend: a growth begins after the last deep fall", "[detectors][trend]") {
    const auto trend = judged(points_of([](double t) { return t < 18 ? 60 + t : 40 + (t - 18); }));
    REQUIRE(trend);
    CHECK(trend->began_at == Approx(-40).margin(2.1));
    CHECK(trend->slope == Approx(1).margin(0.05));
}

TEST_CASE("trend: flat and falling are no growth", "[detectors][trend]") {
    CHECK_FALSE(judged(points_of([](double) { return 70; })));
    CHECK(verdict_of(points_of([](double t) { return 90 - t / 2; })) == Verdict::too_few);
}

TEST_CASE("trend: what is short or small is not believed yet", "[detectors][trend]") {
    const auto points = points_of([](double t) { return 50 + t / 2; });
    TrendRules rules;
    rules.seconds_min = 90;
    CHECK(judged(points, rules)->verdict == Verdict::too_short);
    rules = {};
    rules.growth_min = 40;
    CHECK(judged(points, rules)->verdict == Verdict::too_small);
    CHECK(verdict_of(points_of([](double t) { return 50 + t / 10; })) == Verdict::too_small);
}

TEST_CASE("trend: a growth of minutes must be a visible share of the limit", "[detectors][trend]") {
    const auto points = points_of([](double t) { return 97.5 + t / 60; });
    TrendRules rules;
    rules.limit = 100;
    CHECK(judged(points, rules)->verdict == Verdict::too_small);
    rules.limit = 40;
    CHECK(judged(points, rules)->verdict == Verdict::believed);
}

TEST_CASE("trend: noise that happens to rise is not believed", "[detectors][trend]") {
    foreshock::test::Noise noise{11};
    int believed = 0;
    for (int round = 0; round < 500; ++round)
        believed += verdict_of(points_of([&noise](double) { return 95 + 4 * noise.next(); })) ==
                            Verdict::believed
                        ? 1
                        : 0;
    CHECK(believed == 0);
}

TEST_CASE("trend: a step, two steps and a pause are unsteady", "[detectors][trend]") {
    CHECK(verdict_of(points_of([](double t) { return t < 29 ? 50 : 80; })) != Verdict::believed);
    CHECK(verdict_of(points_of([](double t) {
              return t < 19 ? 40.0 : t < 39 ? 60.0 : 80.0;
          })) != Verdict::believed);
    CHECK(verdict_of(points_of([](double t) {
              return t < 20 ? 40 + t : t < 40 ? 60.0 : 60 + (t - 40);
          })) == Verdict::unsteady);
}

TEST_CASE("trend: what has just stopped is not believed", "[detectors][trend]") {
    const auto points = points_of([](double t) { return 50 + t / 2; });
    const auto trend = judge_trend(points, points.back().value - 10, {});
    REQUIRE(trend);
    CHECK(trend->verdict == Verdict::stopped);
}

TEST_CASE("trend: what slows down to end below the limit is levelling", "[detectors][trend]") {
    const auto trend =
        judged(points_of([](double t) { return 40 + 45 * (1 - std::exp(-t / 40)); }));
    REQUIRE(trend);
    CHECK(trend->verdict == Verdict::levelling);
    CHECK(std::isinf(trend->latest));
}

TEST_CASE("trend: what gets faster is expected sooner than a line says", "[detectors][trend]") {
    const auto trend = judged(points_of([](double t) { return 20 + 5 * std::exp(t / 28); }));
    REQUIRE(trend);
    CHECK(trend->verdict == Verdict::believed);
    const double truth = 28 * std::log(80.0 / 5) - 58;
    CHECK(trend->earliest <= truth);
    CHECK(truth <= trend->latest);
    CHECK(trend->expected == Approx(truth).epsilon(0.4));
}

TEST_CASE("trend: a move and a stretch of the values change nothing but the values",
          "[detectors][trend]") {
    foreshock::test::Noise noise{3};
    const auto plain = points_of([&noise](double t) { return 50 + t / 2 + noise.next(); });
    auto stretched = plain;
    for (Point& point : stretched)
        point.value *= 1e9;
    const auto a = judged(plain);
    const auto b = judged(stretched);
    REQUIRE(a);
    REQUIRE(b);
    CHECK(a->verdict == b->verdict);
    CHECK(b->expected == Approx(a->expected));
    CHECK(b->confidence == Approx(a->confidence));
    CHECK(b->slope == Approx(a->slope * 1e9));
}

TEST_CASE("trend: time may be stretched as well", "[detectors][trend]") {
    const auto plain = points_of([](double t) { return 50 + t / 2; });
    auto slow = plain;
    for (Point& point : slow)
        point.at *= 100;
    const auto trend = judged(slow);
    REQUIRE(trend);
    CHECK(trend->verdict == Verdict::believed);
    CHECK(trend->expected == Approx(4200).margin(50));
}

TEST_CASE("trend: fewer than eight points are no judgement", "[detectors][trend]") {
    auto points = points_of([](double t) { return 50 + t / 2; });
    points.erase(points.begin(), points.end() - 7);
    CHECK_FALSE(judged(points));
    CHECK_FALSE(judge_trend({}, 0, {}));
}

TEST_CASE("trend: each verdict has its word", "[detectors][trend]") {
    CHECK(to_string(Verdict::believed) == "believed");
    CHECK(to_string(Verdict::levelling) == "levelling");
    CHECK(to_string(Verdict::unsteady) == "unsteady");
    CHECK(to_string(Verdict::too_few) == "too_few");
}
