#include "server/incidents/hypergeometric.hpp"

#include <catch2/catch.hpp>

using namespace foreshock::incidents;

TEST_CASE("hypergeometric: the chances of small draws are those of counting", "[incidents]") {
    CHECK(chance_of_at_least(0, {10, 3, 2}) == 1);
    CHECK(chance_of_at_least(2, {6, 3, 2}) == Approx(3.0 / 15));
    CHECK(chance_of_at_least(3, {6, 3, 3}) == Approx(1.0 / 20));
    CHECK(chance_of_at_least(1, {6, 3, 3}) == Approx(19.0 / 20));
    CHECK(chance_of_at_least(2, {10, 10, 2}) == Approx(1));
}

TEST_CASE("hypergeometric: more hits than can be have no chance", "[incidents]") {
    CHECK(chance_of_at_least(4, {10, 3, 5}) == 0);
    CHECK(chance_of_at_least(3, {10, 5, 2}) == 0);
}

TEST_CASE("hypergeometric: large fleets do not overflow", "[incidents]") {
    const double chance = chance_of_at_least(20, {100'000, 40, 20});
    CHECK(chance > 0);
    CHECK(chance < 1e-50);
    CHECK(chance_of_at_least(20, {100'000, 90'000, 20}) == Approx(0.12157).margin(1e-4));
}
