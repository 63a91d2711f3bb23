#include "detectors/engines/flap_count.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;
using std::chrono::minutes;

namespace {
const TimePoint start = from_unix_ms(1'790'000'000'000);
}

TEST_CASE("flap count: many changes in a window flap until few are left", "[detectors][state]") {
    FlapCount flaps{4, minutes{10}};
    for (int i = 0; i < 3; ++i)
        flaps.change(start + minutes{i});
    CHECK_FALSE(flaps.is_flapping(start + minutes{3}));
    flaps.change(start + minutes{3});
    CHECK(flaps.is_flapping(start + minutes{3}));
    CHECK(flaps.is_flapping(start + minutes{12}));
    CHECK_FALSE(flaps.is_flapping(start + minutes{13}));
}

TEST_CASE("flap count: changes are kept to the bound", "[detectors][state]") {
    FlapCount flaps{3, minutes{10}};
    for (int i = 0; i < 50; ++i)
        flaps.change(start);
    CHECK(flaps.changes() == 3);
    FlapCount never{0, minutes{10}};
    never.change(start);
    CHECK(never.changes() == 0);
    CHECK_FALSE(never.is_flapping(start));
}
