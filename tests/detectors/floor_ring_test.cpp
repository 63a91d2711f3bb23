#include "detectors/engines/floor_ring.hpp"

#include <cmath>

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

using std::chrono::seconds;

const TimePoint start = from_unix_ms(1'790'000'000'000);

}  // namespace

TEST_CASE("floor ring: a window keeps its lowest, its swing and its mean load",
          "[detectors][leak]") {
    FloorRing ring{seconds{320}};
    bool closed = false;
    for (int i = 0; i <= 20; ++i)
        closed = ring.add(start + seconds{i}, 100 - i % 10, i < 10 ? 2.0 : 4.0);
    CHECK(closed);
    CHECK(ring.newest() == 91);
    FloorRing::Floors into;
    const auto floors = ring.closed(start + seconds{20}, into);
    REQUIRE(floors.size() == 2);
    CHECK(floors[0].value == 91);
    CHECK(floors[0].swing == 9);
    CHECK(floors[0].load == 2);
    CHECK(floors[1].load == 4);
    CHECK(floors[0].at == -11);
}

TEST_CASE("floor ring: a load that is not known is not a number", "[detectors][leak]") {
    FloorRing ring{seconds{320}};
    ring.add(start, 1, {});
    ring.add(start + seconds{10}, 1, {});
    FloorRing::Floors into;
    CHECK(std::isnan(ring.closed(start + seconds{10}, into).front().load));
}

TEST_CASE("floor ring: it holds 32 windows, and none that is older than its span",
          "[detectors][leak]") {
    FloorRing ring{seconds{320}};
    FloorRing::Floors into;
    for (int i = 0; i < 1000; ++i)
        ring.add(start + seconds{10 * i}, i, {});
    const TimePoint last = start + seconds{9990};
    CHECK(ring.closed(last, into).size() == FloorRing::windows);
    CHECK(ring.closed(last + seconds{160}, into).size() < 20);
    CHECK(ring.closed(last + seconds{400}, into).empty());
}
