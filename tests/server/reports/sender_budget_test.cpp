#include "server/reports/sender_budget.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::reports;
using std::chrono::minutes;

namespace {
const TimePoint now = from_unix_ms(1'790'000'000'000);
}

TEST_CASE("a budget: so many times within a span, for each sender", "[reports]") {
    SenderBudget budget{2, minutes{60}};
    CHECK(budget.take("nok", now));
    CHECK(budget.take("nok", now + minutes{10}));
    CHECK_FALSE(budget.take("nok", now + minutes{20}));
    CHECK(budget.next_at("nok", now + minutes{20}) == now + minutes{60});
    CHECK(budget.take("mali", now + minutes{20}));
    CHECK(budget.take("nok", now + minutes{60}));
    CHECK_FALSE(budget.take("nok", now + minutes{61}));
    CHECK(budget.refused() == 2);
}

TEST_CASE("a budget: of none takes nothing; beyond its senders the quiet ones go", "[reports]") {
    SenderBudget none{0, minutes{60}};
    CHECK_FALSE(none.take("nok", now));
    SenderBudget budget{1, minutes{60}};
    for (std::size_t i = 0; i < SenderBudget::senders_max; ++i)
        CHECK(budget.take(std::to_string(i), now));
    CHECK_FALSE(budget.take("one more", now + minutes{1}));
    CHECK(budget.take("one more", now + minutes{60}));
}
