#include "collectors/background.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

/// Keeps the work until the test runs it; may refuse.
class HeldBackground final : public Background {
public:
    Result<void> start(std::string_view /*name*/, std::function<void()> work) override {
        if (refuses) return fail(Errc::unavailable, "still at it");
        held.push_back(std::move(work));
        return {};
    }

    void run_all() {
        for (const auto& work : held)
            work();
        held.clear();
    }

    std::vector<std::function<void()>> held;
    bool refuses = false;
};

TEST_CASE("question: the answer comes once, when the work is done", "[collectors]") {
    HeldBackground background;
    Question<int> question;
    REQUIRE(question.ask(background, "six", [] { return Result<int>{42}; }));
    CHECK(question.is_open());
    CHECK_FALSE(question.take());
    background.run_all();
    const auto answer = question.take();
    REQUIRE(answer);
    CHECK(**answer == 42);
    CHECK_FALSE(question.is_open());
    CHECK_FALSE(question.take());
}

TEST_CASE("question: who asks may be gone before the answer", "[collectors]") {
    HeldBackground background;
    {
        Question<std::string> question;
        REQUIRE(question.ask(background, "late", [] { return Result<std::string>{"x"}; }));
    }
    background.run_all();
}

TEST_CASE("question: refused, it is not open", "[collectors]") {
    HeldBackground background;
    background.refuses = true;
    Question<int> question;
    REQUIRE_FALSE(question.ask(background, "six", [] { return Result<int>{1}; }));
    CHECK_FALSE(question.is_open());
}

}  // namespace
}  // namespace foreshock::collectors
