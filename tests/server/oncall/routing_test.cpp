#include "server/oncall/routing.hpp"

#include <catch2/catch.hpp>

#include "tests/support/care_drive.hpp"

namespace foreshock::oncall::test {
namespace {

using incidents::Transfer;

RouteRule rule(const std::string& category, const std::string& team) {
    RouteRule made;
    made.name = category;
    made.categories = {category};
    made.team = team;
    return made;
}

TEST_CASE("routing: without a rule the default team of L1 has it", "[oncall][routing]") {
    CareDrive drive;
    const std::string id = drive.say(calm());
    drive.wait(minutes{1});
    CHECK(drive.incident(id).handling.care.assignment.team == "desk");
    CHECK(drive.last(EventKind::routed).reason.code == "default_team");
    CHECK(owner_of(drive.incident(id)) == "desk");
}

TEST_CASE("routing: the first rule that fits decides, by category, service and priority",
          "[oncall][routing]") {
    CareWorld world;
    RouteRule by_priority = rule("storage", "experts");
    by_priority.name = "only the gravest";
    by_priority.priorities = {1};
    RouteRule by_service = rule("storage", "experts");
    by_service.name = "only the shop";
    by_service.services = {"shop"};
    world.settings.routes = {by_priority, by_service, rule("storage/space", "storage"),
                             rule("storage", "desk")};
    CareDrive drive{std::move(world)};
    const std::string id = drive.say(calm());
    drive.wait(minutes{1});
    const auto& assignment = drive.incident(id).handling.care.assignment;
    CHECK(assignment.team == "storage");
    CHECK(assignment.tier == Tier::l2);
    CHECK(assignment.route == "storage/space");
}

TEST_CASE("routing: P1 goes straight to L3, and L1 and L2 are informed", "[oncall][routing][S16]") {
    CareDrive drive;
    const std::string id = drive.say(grave());
    drive.wait(minutes{1});
    REQUIRE(drive.incident(id).priority.level == 1);
    CHECK(drive.incident(id).handling.care.assignment.team == "experts");
    CHECK(drive.last(EventKind::escalated).reason.code == "priority");
    const auto called = drive.called();
    CHECK(called.size() == 5);
    CHECK(std::count(called.begin(), called.end(), "eve by phone") == 1);
    CHECK(std::count(called.begin(), called.end(), "cy by mail") == 1);
    // Informed once: what they were told of does not come again.
    drive.acknowledge(id, "eve", "I look at it");
    drive.wait(hours{1}, minutes{1});
    CHECK(drive.called().size() == 5);
}

TEST_CASE("routing: what becomes P1 is taken from L1 although somebody has it",
          "[oncall][routing]") {
    CareDrive drive;
    const std::string id = drive.say(calm());
    drive.wait(minutes{1});
    drive.acknowledge(id, "ann");
    drive.say(grave());
    drive.wait(minutes{1});
    REQUIRE(drive.incident(id).priority.level == 1);
    CHECK(drive.incident(id).owner.empty());
    CHECK(owner_of(drive.incident(id)) == "experts");
    CHECK(drive.last(EventKind::escalated).from == "L1 desk");
}

TEST_CASE("escalation: by hand, with reason and note, to the next tier", "[oncall][routing][S9]") {
    CareDrive drive;
    const std::string id = drive.say(calm());
    drive.wait(minutes{10});
    drive.acknowledge(id, "ann");
    const auto refused = [&](Transfer step) { return drive.ask(id, std::move(step)).error().code; };
    CHECK(refused({Transfer::Kind::escalate, "because", "note", {}, "", ""}) == Errc::invalid);
    CHECK(refused({Transfer::Kind::escalate, "skill", "", {}, "", ""}) == Errc::invalid);
    CHECK(refused({Transfer::Kind::escalate, "skill", "note", Tier::l1, "", ""}) == Errc::conflict);
    CHECK(refused({Transfer::Kind::hand_over, "skill", "note", {}, "experts", ""}) ==
          Errc::conflict);
    CHECK(refused({Transfer::Kind::hand_over, "skill", "note", {}, "nowhere", ""}) ==
          Errc::invalid);
    CHECK(refused({Transfer::Kind::assign, "skill", "", {}, "", "nobody"}) == Errc::invalid);

    REQUIRE(drive.ask(
        id, Transfer{Transfer::Kind::escalate, "skill", "I looked at the disk", {}, "", ""}));
    const Event event = drive.last(EventKind::escalated);
    CHECK(event.from == "L1 ann");
    CHECK(event.to == "L2 storage");
    CHECK(event.text == "I looked at the disk");
    CHECK(event.actor == "ann");
    CHECK(owner_of(drive.incident(id)) == "storage");
    drive.wait(minutes{1});
    CHECK(drive.called().back() == "cy by mail");
}

TEST_CASE("escalation: the clock of the tier begins, the overall one goes on",
          "[oncall][routing][S14]") {
    CareDrive drive;
    const std::string id = drive.say(calm());
    drive.wait(minutes{30});
    drive.acknowledge(id, "ann");
    const auto before = drive.incident(id).handling.care;
    REQUIRE(drive.ask(id, Transfer{Transfer::Kind::escalate, "skill", "note", {}, "", "dee"}));
    const auto after = drive.incident(id).handling.care;
    CHECK(after.assignment.since == drive.now);
    CHECK(after.clocks.resolution.due_at == before.clocks.resolution.due_at);
    CHECK(after.clocks.resolution.started_at == before.clocks.resolution.started_at);
    CHECK(drive.incident(id).owner == "dee");
    drive.acknowledge(id, "dee");
    drive.wait(hours{2}, minutes{1});
    drive.give(incidents::ResolveAsked{drive.now, id, "dee", "cleaned", ""}).value();
    const auto& spent = drive.incident(id).handling.spent;
    CHECK(spent.in_tier[0] >= minutes{30});
    CHECK(spent.in_tier[0] < minutes{31});
    CHECK(spent.in_tier[1] == hours{2});
    CHECK(spent.in_tier[2] == Duration{0});
}

TEST_CASE("escalation: a tier that has it too long gives it to the next one",
          "[oncall][routing][S9]") {
    CareWorld world;
    world.settings.tiers[0].escalate_after = hours{1};
    CareDrive drive{std::move(world)};
    const std::string id = drive.say(calm());
    drive.wait(minutes{1});
    drive.acknowledge(id, "ann");
    drive.wait(minutes{58});
    CHECK(drive.incident(id).handling.care.assignment.tier == Tier::l1);
    drive.wait(minutes{2});
    CHECK(drive.incident(id).handling.care.assignment.tier == Tier::l2);
    CHECK(drive.last(EventKind::escalated).reason.code == "time_in_tier");
}

TEST_CASE("handover: to a colleague of the same team, who has yet to take it",
          "[oncall][routing]") {
    CareDrive drive;
    const std::string id = drive.say(calm());
    drive.wait(minutes{1});
    drive.acknowledge(id, "ann");
    REQUIRE(drive.ask(
        id, Transfer{Transfer::Kind::hand_over, "shift_end", "the disk is ordered", {}, "", "bo"}));
    CHECK(drive.incident(id).owner == "bo");
    CHECK(drive.incident(id).state == IncidentState::assigned);
    CHECK(drive.incident(id).handling.care.assignment.team == "desk");
    CHECK(drive.last(EventKind::handed_over).reason.code == "shift_end");
    drive.acknowledge(id, "bo");
    CHECK(drive.incident(id).state == IncidentState::in_progress);
    CHECK(drive.last(EventKind::acknowledged).reason.code == "taken");
}

TEST_CASE("bridge: opened by policy for what is grave, and those concerned are invited",
          "[oncall][bridge][S15]") {
    CareWorld world;
    world.settings.bridge = {BridgeRules::Kind::address,
                             "https://meet.example/foreshock-{number}-{token}", 1, "secret"};
    CareDrive drive{std::move(world)};
    const std::string calm_id = drive.say(calm());
    Words words = grave();
    words.host = "db-1";
    words.id = "episode-2";
    words.kind = "process.down";
    const std::string id = drive.say(words);
    drive.wait(minutes{1});
    REQUIRE(drive.incident(id).priority.level == 1);
    CHECK_FALSE(drive.incident(calm_id).handling.care.bridge);
    const auto& bridge = drive.incident(id).handling.care.bridge;
    REQUIRE(bridge);
    CHECK(bridge->url.starts_with("https://meet.example/foreshock-2-"));
    CHECK(bridge->url.size() == std::string{"https://meet.example/foreshock-2-"}.size() + 32);
    const auto invited = std::count_if(drive.sent.begin(), drive.sent.end(), [](const auto& one) {
        return one.second.page.why == "bridge";
    });
    CHECK(invited == static_cast<int>(bridge->invited.size()));
    CHECK(invited >= 1);

    REQUIRE(drive.ask(id, incidents::JoinBridge{}, "eve"));
    REQUIRE(drive.ask(id, incidents::JoinBridge{}, "ann"));
    CHECK(drive.incident(id).handling.care.bridge->visits.size() == 2);
    CHECK(drive.ask(id, incidents::OpenBridge{"again", "", {}}).error().code == Errc::conflict);
    REQUIRE(drive.ask(id, incidents::EndBridge{}, "eve"));
    CHECK(drive.ask(id, incidents::JoinBridge{}).error().code == Errc::conflict);
}

TEST_CASE("bridge: one that is made elsewhere is asked for once and then there",
          "[oncall][bridge]") {
    CareWorld world;
    world.settings.bridge.kind = BridgeRules::Kind::webhook;
    CareDrive drive{std::move(world)};
    const std::string id = drive.say(calm());
    drive.wait(minutes{1});
    REQUIRE(drive.ask(id, incidents::OpenBridge{"the user is lost", "", {}}));
    CHECK(drive.bridges_wanted == 1);
    CHECK(drive.count(EventKind::bridge_opened) == 0);
    CHECK(drive.ask(id, incidents::JoinBridge{}).error().code == Errc::conflict);
    REQUIRE(drive.ask(id, incidents::BridgeReady{"https://zoom.example/j/1"}, "engine"));
    CHECK(
        drive.ask(id, incidents::BridgeReady{"https://zoom.example/j/2"}, "engine").error().code ==
        Errc::conflict);
    CHECK(drive.last(EventKind::bridge_opened).to == "https://zoom.example/j/1");
    drive.wait(minutes{1});
    CHECK(drive.bridges_wanted == 1);
}

TEST_CASE("bridge: without a configured way an address is needed", "[oncall][bridge]") {
    CareDrive drive;
    const std::string id = drive.say(calm());
    drive.wait(minutes{1});
    CHECK(drive.ask(id, incidents::OpenBridge{"talk", "", {}}).error().code == Errc::invalid);
    CHECK(drive.ask(id, incidents::OpenBridge{"talk", "javascript:alert(1)", {}}).error().code ==
          Errc::invalid);
    CHECK(drive.ask(id, incidents::OpenBridge{"talk", "https://meet.example/x", {}}));
}

}  // namespace
}  // namespace foreshock::oncall::test
