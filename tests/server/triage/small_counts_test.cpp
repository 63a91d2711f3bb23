#include "server/triage/small_counts.hpp"

#include <random>

#include <catch2/catch.hpp>

namespace foreshock::triage {

TEST_CASE("small counts: a number may outgrow its byte and come back", "[triage]") {
    SmallCounts counts{3};
    for (const int step : {254, 1, 1, 64'744, -64'746, 1, -255})
        counts.add(1, step);
    CHECK(counts.at(0) == 0);
    CHECK(counts.at(1) == 0);
    counts.add(1, 255);
    CHECK(counts.at(1) == 255);
    counts.add(1, -1);
    CHECK(counts.at(1) == 254);
}

TEST_CASE("small counts: they are what the same steps add up to", "[triage]") {
    std::mt19937 random{7};
    std::vector<int> plain(20);
    SmallCounts counts{plain.size()};
    for (int turn = 0; turn < 20'000; ++turn) {
        const std::size_t place = random() % plain.size();
        const int step = static_cast<int>(random() % 200) - std::min(plain[place], 100);
        plain[place] += step;
        counts.add(place, step);
        REQUIRE(counts.at(place) == plain[place]);
    }
}

}  // namespace foreshock::triage
