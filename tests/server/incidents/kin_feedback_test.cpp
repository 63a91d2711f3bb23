#include "server/incidents/kin_feedback.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::incidents;

namespace {

constexpr TimePoint start = from_unix_ms(1'790'000'000'000);

}  // namespace

TEST_CASE("kin feedback: a pair weighs the same either way round, within bounds", "[incidents]") {
    KinFeedback feedback;
    CHECK(feedback.weight("a", "b") == 0);
    feedback.learn("b", "a", 1, 0, start);
    CHECK(feedback.weight("a", "b") == Approx(0.15));
    CHECK(feedback.weight("b", "a") == Approx(0.15));
    for (int i = 0; i < 9; ++i)
        feedback.learn("a", "b", 1, 0, start);
    CHECK(feedback.weight("a", "b") == Approx(0.45));
    CHECK(feedback.words("b", "a") ==
          "people put a and b together 10 times and took them apart 0 times");
    for (int i = 0; i < 30; ++i)
        feedback.learn("a", "b", 0, 1, start);
    CHECK(feedback.weight("a", "b") == Approx(-0.45));
}

TEST_CASE("kin feedback: made anew of its verdicts it weighs the same", "[incidents]") {
    KinFeedback feedback;
    feedback.learn("a", "b", 1, 0, start);
    const KinVerdict last = feedback.learn("a", "b", 1, 0, start);
    const KinFeedback anew{{last}};
    CHECK(anew.weight("a", "b") == feedback.weight("a", "b"));
}

TEST_CASE("kin feedback: beyond the bound the oldest pair is forgotten", "[incidents]") {
    KinFeedback feedback;
    for (std::size_t i = 0; i < KinFeedback::pairs_max; ++i) {
        feedback.learn("a", "b" + std::to_string(i), 1, 0,
                       start + std::chrono::seconds{static_cast<int>(i)});
    }
    CHECK(feedback.forgotten() == 0);
    feedback.learn("x", "y", 1, 0, start + std::chrono::hours{1});
    CHECK(feedback.size() == KinFeedback::pairs_max);
    CHECK(feedback.forgotten() == 1);
    CHECK(feedback.weight("a", "b0") == 0);
    CHECK(feedback.weight("a", "b1") > 0);
}
