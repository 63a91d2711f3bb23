#include "agent/witness.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::agent;

namespace {

constexpr TimePoint start = from_unix_ms(1'790'000'000'000);

const std::string question = R"({"acked":1,"look_at":[{"host":"id-1","addresses":["10.0.0.5"]}]})";

/// Work is done when it is told to.
struct LateBackground final : collectors::Background {
    Result<void> start(std::string_view, std::function<void()> work) override {
        waiting.push_back(std::move(work));
        return {};
    }

    void work() {
        for (const auto& one : std::exchange(waiting, {}))
            one();
    }

    std::vector<std::function<void()>> waiting;
};

Sighting sees_it(const SightingQuestion& asked) {
    return {asked.host_id, Sight::answered, "saw " + asked.addresses.front()};
}

}  // namespace

TEST_CASE("witness: what was seen in the background is told once", "[agent]") {
    LateBackground background;
    Witness witness{sees_it};
    CHECK_FALSE(witness.next_look(start));
    witness.asked(question, &background, start);
    CHECK(witness.next_look(start));
    CHECK(witness.take().empty());
    background.work();
    CHECK(witness.take() == std::vector<Sighting>{{"id-1", Sight::answered, "saw 10.0.0.5"}});
    CHECK(witness.take().empty());
    CHECK_FALSE(witness.next_look(start));
}

TEST_CASE("witness: the server asks again and again, and is answered at a pace", "[agent]") {
    LateBackground background;
    Witness witness{sees_it};
    witness.asked(question, &background, start);
    witness.asked(question, &background, start + Witness::pause);
    CHECK(background.waiting.size() == 1);
    background.work();
    (void)witness.take();
    witness.asked(question, &background, start + Witness::pause - Duration{1});
    CHECK(background.waiting.empty());
    witness.asked(question, &background, start + Witness::pause);
    CHECK(background.waiting.size() == 1);
}

TEST_CASE("witness: without a background nothing is looked at", "[agent]") {
    Witness witness{sees_it};
    witness.asked(question, nullptr, start);
    CHECK(witness.take().empty());
    CHECK_FALSE(witness.next_look(start));
}
