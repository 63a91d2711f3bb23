#include "detectors/presence.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {
const TimePoint start = from_unix_ms(1'790'000'000'000);
}

TEST_CASE("presence: a subject is gone after five of its intervals", "[detectors]") {
    for (const Duration every : {Duration{seconds{1}}, Duration{minutes{10}}}) {
        Presence presence;
        CHECK_FALSE(presence.is_seen());
        TimePoint now = start;
        for (int i = 0; i < 3; ++i)
            presence.see(now += every);
        const Duration patience = gone_after(every);
        CHECK_FALSE(presence.is_gone(now + patience));
        CHECK(presence.is_gone(now + patience + seconds{1}));
    }
}

TEST_CASE("presence: a single value is believed for an hour", "[detectors]") {
    Presence presence;
    presence.see(start);
    CHECK_FALSE(presence.is_gone(start + Presence::first_patience));
    CHECK(presence.is_gone(start + Presence::first_patience + seconds{1}));
}

TEST_CASE("presence: steps are told, gaps are not steps, and time does not go back",
          "[detectors]") {
    Presence presence;
    CHECK(presence.see(start) == Duration{0});
    CHECK(presence.see(start + minutes{1}) == Duration{minutes{1}});
    CHECK_FALSE(presence.see(start + minutes{1}));
    CHECK_FALSE(presence.see(start));
    CHECK(presence.see(start + minutes{60}) == Duration{0});
    CHECK(presence.interval() == Duration{minutes{1}});
}
