#include "detectors/engines/bucket_ring.hpp"

#include <cmath>

#include "scenario.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);

TimePoint at(double seconds) {
    return start + from_seconds(seconds);
}

std::string saved(const BucketRing& ring) {
    StateWriter out;
    ring.save(out, 0.1);
    return out.take();
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

TEST_CASE("bucket ring: a ring comes back as it was saved, a value in between included",
          "[detectors][ring][property]") {
    test::Noise noise{31};
    for (int round = 0; round < 50; ++round) {
        BucketRing ring{std::chrono::seconds{64}};
        double t = 0;
        for (int i = 0; i < 10 + 2 * round; ++i)
            ring.add(at(t += 0.5 + 3 * std::abs(noise.next())), -100 + 20 * noise.next());
        BucketRing again{std::chrono::seconds{64}};
        const std::string state = saved(ring);
        StateReader reader{state};
        REQUIRE(again.restore(reader));
        CHECK(reader.is_complete());
        CHECK(saved(again) == state);
        CHECK(state.size() <= BucketRing::saved_bytes_max);
        ring.add(at(t + 2), -90);
        again.add(at(t + 2), -90);
        BucketRing::Points had, has;
        const auto was = ring.closed(at(t + 2), had);
        const auto is = again.closed(at(t + 2), has);
        REQUIRE(was.size() == is.size());
        for (std::size_t i = 0; i < was.size(); ++i) {
            CHECK(is[i].value == Approx(was[i].value).margin(0.11));
            CHECK(is[i].at == Approx(was[i].at).margin(0.2));
        }
    }
}

TEST_CASE("bucket ring: what does not move takes few bytes", "[detectors][ring]") {
    BucketRing ring{std::chrono::seconds{64}};
    for (int i = 0; i < 100; ++i)
        ring.add(at(i), -100 + 0.01 * (i % 7));
    CHECK(saved(ring).size() < 45);
}

TEST_CASE("bucket ring: bytes that are none of its own are refused", "[detectors][ring]") {
    BucketRing ring{std::chrono::seconds{64}};
    for (int i = 0; i < 100; ++i)
        ring.add(at(i), i);
    const std::string good = saved(ring);
    for (std::size_t size = 0; size < good.size(); ++size) {
        StateReader in{std::string_view{good}.substr(0, size)};
        BucketRing other{std::chrono::seconds{64}};
        CHECK_FALSE(other.restore(in));
    }
    const std::string bad(BucketRing::saved_bytes_max, '\xFF');
    StateReader in{bad};
    CHECK_FALSE(ring.restore(in));
}
