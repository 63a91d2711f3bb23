#include "server/history/down_sample.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::history;

namespace {

TimePoint second(int n) {
    return from_unix_ms(1'790'000'000'000) + std::chrono::seconds{n};
}

std::vector<TimedValue> ramp(int count) {
    std::vector<TimedValue> samples;
    for (int i = 0; i < count; ++i)
        samples.push_back({second(i), static_cast<double>(i)});
    return samples;
}

}  // namespace

TEST_CASE("down_sample: few samples stay as they are", "[history]") {
    const std::vector<Point> points = down_sample(ramp(5), 5);
    REQUIRE(points.size() == 5);
    CHECK(points[3].at == second(3));
    CHECK(points[3].min == 3);
    CHECK(points[3].last == 3);
    CHECK(points[3].max == 3);
}

TEST_CASE("down_sample: never more points than asked for", "[history]") {
    for (std::size_t points_max : {1, 2, 3, 7, 99, 500}) {
        INFO(points_max);
        CHECK(down_sample(ramp(1001), points_max).size() == points_max);
    }
    CHECK(down_sample(ramp(10), 0).size() == 1);
}

TEST_CASE("down_sample: a single peak and a single dip survive", "[history]") {
    std::vector<TimedValue> samples = ramp(0);
    for (int i = 0; i < 10'000; ++i)
        samples.push_back({second(i), 10});
    samples[4321].value = 99;
    samples[7777].value = -99;
    double least = 10;
    double greatest = 10;
    for (const Point& point : down_sample(std::move(samples), 100)) {
        least = std::min(least, point.min);
        greatest = std::max(greatest, point.max);
        CHECK(point.last == 10);
    }
    CHECK(least == -99);
    CHECK(greatest == 99);
}

TEST_CASE("down_sample: a point stands at its last sample", "[history]") {
    const std::vector<Point> points = down_sample(ramp(10), 2);
    REQUIRE(points.size() == 2);
    CHECK(points[0].at == second(4));
    CHECK(points[0].min == 0);
    CHECK(points[0].last == 4);
    CHECK(points[1].at == second(9));
    CHECK(points[1].min == 5);
    CHECK(points[1].max == 9);
}

TEST_CASE("down_sample: samples out of order are put in order", "[history]") {
    const std::vector<Point> points =
        down_sample({{second(2), 2}, {second(0), 0}, {second(1), 1}}, 10);
    REQUIRE(points.size() == 3);
    CHECK(points[0].last == 0);
    CHECK(points[2].last == 2);
}

TEST_CASE("down_sample: of two values of one time the later given counts", "[history]") {
    const std::vector<Point> points =
        down_sample({{second(0), 1}, {second(1), 5}, {second(0), 2}, {second(1), 6}}, 10);
    REQUIRE(points.size() == 2);
    CHECK(points[0].last == 2);
    CHECK(points[0].min == 2);
    CHECK(points[1].last == 6);
}

TEST_CASE("down_sample: a gap leaves no points", "[history]") {
    std::vector<TimedValue> samples = ramp(10);
    samples.push_back({second(1000), 1});
    CHECK(down_sample(std::move(samples), 10).size() == 2);
}

TEST_CASE("down_sample: nothing gives nothing", "[history]") {
    CHECK(down_sample({}, 10).empty());
}
