#include "server/triage/temperature.hpp"

#include <catch2/catch.hpp>

namespace foreshock::triage {
namespace {

/// Ten texts with the same scores, of which `right` have the first label.
std::vector<ScoredText> ten_texts(int right) {
    std::vector<ScoredText> texts;
    for (int i = 0; i < 10; ++i)
        texts.push_back({{2.0, 0.0}, i < right ? 0U : 1U});
    return texts;
}

TEST_CASE("temperature: probabilities sum to one and keep the order", "[triage]") {
    const std::vector<double> likely = probabilities({3, 1, -200}, 0.5);
    CHECK(likely[0] + likely[1] + likely[2] == Approx(1));
    CHECK(likely[0] > likely[1]);
    CHECK(likely[1] > likely[2]);
    CHECK(probabilities({}, 1).empty());
    CHECK(probabilities({0, 0}, 1)[0] == Approx(0.5));
}

TEST_CASE("temperature: the fitted one says how often the first guess is right", "[triage]") {
    const double eight_of_ten = fitted_temperature(ten_texts(8));
    CHECK(probabilities({2, 0}, eight_of_ten)[0] == Approx(0.8).margin(0.02));
    const double six_of_ten = fitted_temperature(ten_texts(6));
    CHECK(probabilities({2, 0}, six_of_ten)[0] == Approx(0.6).margin(0.02));
}

TEST_CASE("temperature: without texts it is one", "[triage]") {
    CHECK(fitted_temperature({}) == 1);
}

}  // namespace
}  // namespace foreshock::triage
