#include "server/app/text_model_start.hpp"

#include <catch2/catch.hpp>

#include "tests/support/memory_tickets.hpp"

namespace foreshock::app {
namespace {

TEST_CASE("text model start: it knows the seed and what the desk has taught", "[app]") {
    test::MemoryTickets tickets;
    tickets.kept = {{"T-1", {"badge reader beeps", "incident", "doors"}}};
    std::size_t refused = 0;
    const auto model = trained_text_model(tickets, refused);
    REQUIRE(model);
    CHECK(refused == 0);
    CHECK(model->desk_tickets() == 1);
    CHECK(model->judge("badge reader beeps").category.label == "doors");
    CHECK(model->judge("the disk is full").category.label == "storage");
}

TEST_CASE("text model start: a stored ticket that it does not take is left out and counted",
          "[app]") {
    test::MemoryTickets tickets;
    tickets.kept = {{"T-1", {"words", "wish", ""}}, {"T-2", {"words", "request", ""}}};
    std::size_t refused = 0;
    const auto model = trained_text_model(tickets, refused);
    REQUIRE(model);
    CHECK(refused == 1);
    CHECK(model->desk_tickets() == 1);
}

}  // namespace
}  // namespace foreshock::app
