#include <catch2/catch.hpp>

#include "server/incidents/categorise.hpp"
#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

struct Desk {
    Drive drive;
    Words fault;
    std::string id;

    Desk() { id = Drive::only(drive.say(fault)).id; }

    Result<Changes> correct(const CorrectCategory& what) {
        return drive.engine.apply(PersonStep{drive.now, id, "mali", what});
    }

    [[nodiscard]] const Incident& incident() const { return drive.incident(id); }
};

}  // namespace

TEST_CASE("category: a person's word counts, with its reason, and is on the timeline",
          "[incidents][desk][S6]") {
    Desk desk;
    const std::string before = category_path(desk.incident().category, desk.incident().subcategory);
    const auto changes = desk.correct({"network", "dns", "the resolver is what fails"});
    REQUIRE(changes);
    CHECK(desk.incident().category == "network");
    CHECK(desk.incident().subcategory == "dns");
    REQUIRE(desk.incident().category_reasons.size() == 1);
    CHECK(desk.incident().category_reasons[0].code == "category.person");
    REQUIRE(changes->events.size() == 1);
    CHECK(changes->events[0].kind == EventKind::category_corrected);
    CHECK(changes->events[0].from == before);
    CHECK(changes->events[0].to == "network/dns");
    CHECK(changes->events[0].actor == "mali");
}

TEST_CASE("category: what the host says later does not take a person's word back",
          "[incidents][desk][S6]") {
    Desk desk;
    REQUIRE(desk.correct({"network", "", "a cable"}));
    desk.drive.say(desk.fault);
    desk.drive.wait(seconds{60});
    CHECK(desk.incident().category == "network");
    CHECK(desk.incident().category_reasons[0].code == "category.person");
}

TEST_CASE("category: where it is already nothing changes", "[incidents][desk]") {
    Desk desk;
    const Incident before = desk.incident();
    const auto changes = desk.correct({before.category, before.subcategory, "for sure"});
    REQUIRE(changes);
    CHECK(changes->events.empty());
    CHECK(desk.incident().category_reasons == before.category_reasons);
}

TEST_CASE("category: words that are no category, or without a reason, are refused",
          "[incidents][desk]") {
    Desk desk;
    for (const CorrectCategory& bad :
         {CorrectCategory{"", "", "x"}, CorrectCategory{"Network", "", "x"},
          CorrectCategory{"a/b", "", "x"}, CorrectCategory{"9lives", "", "x"},
          CorrectCategory{std::string(65, 'a'), "", "x"}, CorrectCategory{"network", "a b", "x"},
          CorrectCategory{"network", "", ""}}) {
        const auto changes = desk.correct(bad);
        REQUIRE_FALSE(changes);
        CHECK(changes.error().code == Errc::invalid);
    }
    CHECK(desk.correct({std::string(64, 'a'), "", "the longest"}));
}
