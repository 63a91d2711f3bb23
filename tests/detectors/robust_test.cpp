#include "detectors/engines/robust.hpp"

#include <vector>

#include "scenario.hpp"
#include <catch2/catch.hpp>

using namespace foreshock::detectors;

namespace {

std::vector<Point> line(std::size_t count, double slope, double intercept) {
    std::vector<Point> points;
    for (std::size_t i = 0; i < count; ++i) {
        const double at = static_cast<double>(i);
        points.push_back({at, intercept + slope * at});
    }
    return points;
}

double middle(std::vector<double> values) {
    return median_of(values);
}

}  // namespace

TEST_CASE("median: the middle one, or the mean of the two in the middle", "[detectors][robust]") {
    CHECK(middle({3, 1, 2}) == 2);
    CHECK(middle({4, 1, 3, 2}) == 2.5);
    CHECK(middle({7}) == 7);
    CHECK(middle({5, 5, 1, 9}) == 5);
}

TEST_CASE("line: an exact line is found exactly", "[detectors][robust]") {
    const auto fit = fit_line(line(10, 2.5, -7));
    REQUIRE(fit);
    CHECK(fit->slope == Approx(2.5));
    CHECK(fit->intercept == Approx(-7));
    CHECK(fit->scatter == Approx(0).margin(1e-9));
    CHECK(fit->concordance == Approx(1));
    CHECK(fit->value_at(4) == Approx(3));
}

TEST_CASE("line: a quarter of wild points does not bend it", "[detectors][robust]") {
    auto points = line(16, 1, 0);
    for (const std::size_t wild : {1U, 5U, 9U, 13U})
        points[wild].value = 1e6;
    const auto fit = fit_line(points);
    REQUIRE(fit);
    CHECK(fit->slope == Approx(1).margin(0.3));
    CHECK(fit->intercept == Approx(0).margin(2));
}

TEST_CASE("line: the interval of the slope holds the slope and grows with scatter",
          "[detectors][robust]") {
    auto points = line(20, 1, 0);
    foreshock::test::Noise noise{5};
    for (Point& point : points)
        point.value += 3 * noise.next();
    const auto noisy = fit_line(points);
    const auto exact = fit_line(line(20, 1, 0));
    REQUIRE(noisy);
    REQUIRE(exact);
    CHECK(noisy->slope_low < noisy->slope);
    CHECK(noisy->slope < noisy->slope_high);
    CHECK(noisy->slope_high - noisy->slope_low > exact->slope_high - exact->slope_low);
    CHECK(noisy->slope == Approx(1).margin(0.2));
    CHECK(noisy->scatter == Approx(1.7).margin(1));
}

TEST_CASE("line: what goes up and down has no concordance", "[detectors][robust]") {
    std::vector<Point> points;
    for (int i = 0; i < 12; ++i)
        points.push_back({static_cast<double>(i), i % 2 == 0 ? 1.0 : 0.0});
    const auto fit = fit_line(points);
    REQUIRE(fit);
    CHECK(std::abs(fit->concordance) < 0.2);
    CHECK(fit->slope == Approx(0).margin(1e-9));
    CHECK(fit_line(line(8, -1, 0))->concordance == Approx(-1));
}

TEST_CASE("line: fewer than three points are none, more than the bound lose the oldest",
          "[detectors][robust]") {
    CHECK_FALSE(fit_line(line(2, 1, 0)));
    CHECK(fit_line(line(3, 1, 0)));
    auto points = line(line_points_max, 1, 0);
    CHECK(fit_line(points)->slope == Approx(1));
    points.insert(points.begin(), Point{-1, 1e9});
    CHECK(fit_line(points)->slope == Approx(1));
    CHECK(fit_line(points)->scatter == Approx(0).margin(1e-9));
}
