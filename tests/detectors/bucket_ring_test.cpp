#include "detectors/engines/bucket_ring.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);

TimePoint at(double seconds) {
    return start + from_seconds(seconds);
}

}  // namespace

TEST_CASE("bucket ring: a bucket closes when a value of the next one comes", "[detectors][ring]") {
    BucketRing ring{std::chrono::seconds{64}};
    CHECK_FALSE(ring.add(at(0), 10));
    CHECK_FALSE(ring.add(at(1), 20));
    CHECK(ring.add(at(2), 30));
    CHECK(ring.newest() == 15);
    BucketRing::Points points;
    const auto closed = ring.closed(at(2), points);
    REQUIRE(closed.size() == 1);
    CHECK(closed[0].value == 15);
    CHECK(closed[0].at == Approx(-1.5));
}

TEST_CASE("bucket ring: it keeps its span and forgets the rest", "[detectors][ring]") {
    BucketRing ring{std::chrono::seconds{64}};
    for (int second = 0; second < 500; ++second)
        ring.add(at(second), second);
    BucketRing::Points points;
    const auto closed = ring.closed(at(499), points);
    CHECK(closed.size() == BucketRing::buckets);
    CHECK(closed.back().value == Approx(497).margin(1));
    CHECK(closed.front().at >= -67);
    CHECK(ring.lowest() == closed.front().value);
    CHECK(ring.span() == std::chrono::seconds{64});
}

TEST_CASE("bucket ring: after a gap only what is young enough is shown", "[detectors][ring]") {
    BucketRing ring{std::chrono::seconds{64}};
    for (int second = 0; second < 60; ++second)
        ring.add(at(second), 1);
    ring.add(at(100), 2);
    ring.add(at(102), 3);
    BucketRing::Points points;
    const auto closed = ring.closed(at(102), points);
    for (const Point& point : closed)
        CHECK(point.at >= -66);
    CHECK(closed.size() < 16);
    CHECK(closed.back().value == 2);
}

TEST_CASE("bucket ring: nothing closed means nothing lowest", "[detectors][ring]") {
    BucketRing ring{std::chrono::seconds{64}};
    CHECK_FALSE(ring.lowest());
    ring.add(at(0), 5);
    CHECK_FALSE(ring.lowest());
    ring.add(at(3), 6);
    CHECK(ring.lowest() == 5.0);
}

TEST_CASE("bucket ring: large values keep their small differences", "[detectors][ring]") {
    BucketRing ring{std::chrono::seconds{64}};
    ring.add(at(0), 1e15);
    ring.add(at(1), 1e15 + 2);
    ring.add(at(2), 0);
    CHECK(ring.newest() == 1e15 + 1);
}
