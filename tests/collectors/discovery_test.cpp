#include "collectors/discovery.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

using Slots = DiscoverySlots<std::string>;

std::vector<std::string> keys(const Slots& slots) {
    std::vector<std::string> names;
    for (const auto& chosen : slots.chosen())
        names.push_back(chosen.key);
    std::sort(names.begin(), names.end());
    return names;
}

using Names = std::vector<std::string>;

TEST_CASE("growth: two rises in a row are a rise, one is noise", "[collectors][discovery]") {
    GrowthTrack track;
    track.see(10);
    track.see(12);
    CHECK_FALSE(track.is_rising());
    track.see(13);
    CHECK(track.is_rising());
    CHECK(track.projected(20) == 33);
    track.see(13);
    CHECK_FALSE(track.is_rising());
    CHECK(track.projected(20) == 13);
}

TEST_CASE("growth: the first value is no rise, a fall projects nothing",
          "[collectors][discovery]") {
    GrowthTrack track;
    track.see(100);
    CHECK(track.projected(20) == 100);
    track.see(40);
    CHECK(track.projected(20) == 40);
    CHECK(track.last() == 40);
}

TEST_CASE("slots: the wanted ones enter, the most urgent first", "[collectors][discovery]") {
    Slots slots{2};
    slots.offer(
        {{"calm", 0.3, true}, {"urgent", 0.9, true}, {"idle", 5, false}, {"mid", 0.5, true}});
    CHECK(keys(slots) == Names{"mid", "urgent"});
    CHECK(slots.holds("mid"));
    CHECK_FALSE(slots.holds("calm"));
}

TEST_CASE("slots: what is in stays while it is seen, wanted or not", "[collectors][discovery]") {
    Slots slots{2};
    slots.offer({{"a", 0.3, true}});
    slots.offer({{"a", 0.1, false}, {"b", 0.3, true}});
    CHECK(keys(slots) == Names{"a", "b"});
    slots.offer({{"b", 0.3, true}});
    CHECK(keys(slots) == Names{"b"});
}

TEST_CASE("slots: only something twice as urgent takes a place", "[collectors][discovery]") {
    Slots slots{1};
    slots.offer({{"a", 0.3, true}});
    slots.offer({{"a", 0.3, true}, {"b", 0.6, true}});
    CHECK(keys(slots) == Names{"a"});
    slots.offer({{"a", 0.3, true}, {"b", 0.61, true}});
    CHECK(keys(slots) == Names{"b"});
}

TEST_CASE("slots: at the bound all enter, one above it does not", "[collectors][discovery]") {
    Slots slots{2};
    slots.offer({{"a", 0.5, true}, {"b", 0.5, true}});
    CHECK(keys(slots) == Names{"a", "b"});
    slots.offer({{"a", 0.5, true}, {"b", 0.5, true}, {"c", 0.5, true}});
    CHECK(keys(slots) == Names{"a", "b"});
    slots.remove("a");
    CHECK(keys(slots) == Names{"b"});
}

TEST_CASE("slots: without slots nothing is chosen", "[collectors][discovery]") {
    Slots slots{0};
    slots.offer({{"a", 0.9, true}});
    CHECK(slots.chosen().empty());
}

}  // namespace
}  // namespace foreshock::collectors
