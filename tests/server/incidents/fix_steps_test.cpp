#include "server/incidents/fix_steps.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

struct Desk {
    Drive drive;
    Words fault;
    std::string id;

    Desk() {
        id = Drive::only(drive.say(fault)).id;
        drive.wait(seconds{10});
    }

    Result<Changes> apply(const ApplyFix& fix, const std::string& actor = "mali") {
        const auto changes = drive.engine.apply(PersonStep{drive.now, id, actor, fix});
        if (changes)
            drive.events.insert(drive.events.end(), changes->events.begin(), changes->events.end());
        return changes;
    }

    Errc refused(const ApplyFix& fix) {
        const auto changes = apply(fix);
        REQUIRE_FALSE(changes);
        return changes.error().code;
    }

    void resolve(const std::string& known_error = {}) {
        drive.give(ResolveAsked{drive.now, id, "somchai", "it runs again", known_error});
    }

    [[nodiscard]] std::vector<std::string> named(EventKind kind) const {
        std::vector<std::string> ids;
        for (const Event& event : drive.events)
            if (event.kind == kind) ids.push_back(event.to);
        return ids;
    }

    [[nodiscard]] const std::vector<AppliedFix>& fixes() const {
        return drive.incident(id).handling.fixes;
    }
};

const ApplyFix rotate{"ke-1", "logs fill /var", {{"checked", "df -h"}, {"changed", "logrotate"}}};
const ApplyFix extend{"ke-2", "a small volume", {{"changed", "lvextend"}}};

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("fixes: the steps of a known one go into the work log, marked with it",
          "[incidents][known_errors][S21]") {
    Desk desk;
    const auto changes = desk.apply(rotate);
    REQUIRE(changes);
    REQUIRE(changes->events.size() == 3);
    CHECK(changes->events[0].kind == EventKind::fix_applied);
    CHECK(changes->events[0].to == "ke-1");
    CHECK(changes->events[0].text == "logs fill /var");
    CHECK(changes->events[1].kind == EventKind::step_taken);
    CHECK(changes->events[1].reason.code == "checked");
    CHECK(changes->events[2].text == "logrotate");
    CHECK(changes->events[2].to == "ke-1");
    CHECK(changes->events[2].actor == "mali");
    CHECK_FALSE(desk.fixes().at(0).worked);
    CHECK(desk.named(EventKind::fix_named).empty());
}

TEST_CASE("fixes: when it is resolved the newest one worked and those before did not",
          "[incidents][known_errors][S21]") {
    Desk desk;
    REQUIRE(desk.apply(rotate));
    REQUIRE(desk.apply(extend));
    desk.drive.clear(desk.fault);
    desk.drive.wait(minutes{2});
    REQUIRE(desk.drive.incident(desk.id).state == IncidentState::resolved);
    CHECK(desk.named(EventKind::fix_named) == Ids{"ke-2"});
    CHECK(desk.named(EventKind::fix_failed) == Ids{"ke-1"});
    CHECK(desk.drive.last(EventKind::fix_named).actor == "mali");
    CHECK(desk.fixes().at(1).worked == true);
}

TEST_CASE("fixes: whoever resolves it says which one it was", "[incidents][known_errors]") {
    Desk desk;
    REQUIRE(desk.apply(rotate));
    REQUIRE(desk.apply(extend));
    desk.resolve("ke-1");
    CHECK(desk.named(EventKind::fix_named) == Ids{"ke-1"});
    CHECK(desk.drive.last(EventKind::fix_named).actor == "somchai");
    CHECK(desk.named(EventKind::fix_failed) == Ids{"ke-2"});
    CHECK(desk.fixes().at(0).worked == true);
    CHECK(desk.fixes().at(1).worked == false);
}

TEST_CASE("fixes: one that nobody applied can be named, and then no other worked",
          "[incidents][known_errors]") {
    Desk desk;
    REQUIRE(desk.apply(rotate));
    desk.resolve("ke-9");
    CHECK(desk.named(EventKind::fix_named) == Ids{"ke-9"});
    CHECK(desk.named(EventKind::fix_failed) == Ids{"ke-1"});
}

TEST_CASE("fixes: what came back did not work, and may be applied again",
          "[incidents][known_errors]") {
    Desk desk;
    REQUIRE(desk.apply(rotate));
    CHECK(desk.refused(rotate) == Errc::conflict);
    desk.resolve();
    CHECK(desk.refused(rotate) == Errc::conflict);
    desk.drive.give(PersonStep{desk.drive.now, desk.id, "mali", Reopen{"it is full again"}});
    CHECK(desk.fixes().at(0).worked == false);
    REQUIRE(desk.apply(rotate));
    desk.resolve();
    CHECK(desk.named(EventKind::fix_named) == Ids{"ke-1", "ke-1"});
    CHECK(desk.named(EventKind::fix_failed).empty());
    CHECK(desk.fixes().at(1).worked == true);
}

TEST_CASE("fixes: at most so many are applied, and each with good steps",
          "[incidents][known_errors]") {
    Desk desk;
    CHECK(desk.refused({"ke-1", "x", {}}) == Errc::invalid);
    CHECK(desk.refused({"ke-1", "x", {{"guessed", "y"}}}) == Errc::invalid);
    for (std::size_t i = 0; i < Handling::fixes_max; ++i)
        REQUIRE(desk.apply({"ke-" + std::to_string(i), "x", {{"changed", "y"}}}));
    CHECK(desk.refused({"ke-one-more", "x", {{"changed", "y"}}}) == Errc::conflict);
}
