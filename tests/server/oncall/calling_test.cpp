#include "server/oncall/calling.hpp"

#include <catch2/catch.hpp>

#include "tests/support/care_drive.hpp"

namespace foreshock::oncall::test {
namespace {

/// About a whole host, not a part of it.
Words grave_host() {
    Words words = grave();
    words.component = "";
    return words;
}

using Called = std::vector<std::string>;

TEST_CASE("calling: step after step until somebody acknowledges", "[oncall][calling]") {
    CareDrive drive;
    const std::string id = drive.say(calm());
    drive.wait(minutes{1});
    REQUIRE(drive.incident(id).priority.level > 1);
    CHECK(drive.called() == Called{"ann by push"});
    drive.wait(minutes{10});
    CHECK(drive.called() == Called{"ann by push", "bo by mail"});
    drive.acknowledge(id, "bo", "I look at it");
    drive.wait(hours{5}, minutes{1});
    CHECK(drive.called().size() == 2);
    CHECK(drive.incident(id).owner == "bo");
    CHECK_FALSE(drive.incident(id).handling.care.paging.next_at);
}

TEST_CASE("calling: an acknowledgement withdraws what waits, at once and for ever",
          "[oncall][calling]") {
    CareDrive drive;
    drive.delivers = false;
    const std::string id = drive.say(calm());
    drive.wait(minutes{11});
    REQUIRE(drive.outbox.size() >= 2);
    drive.acknowledge(id, "ann", "I look at it");
    CHECK(drive.outbox.empty());
    drive.restart();
    drive.wait(hours{3}, minutes{1});
    CHECK(drive.outbox.empty());
    for (const Page& page : drive.incident(id).handling.care.paging.pages)
        CHECK(page.state == incidents::PageState::withdrawn);
}

TEST_CASE("calling: whoever is not reached by one contact is tried by the next",
          "[oncall][calling]") {
    CareDrive drive;
    drive.dead_channel = "push";
    drive.say(calm());
    drive.wait(minutes{1});
    CHECK(drive.called() == Called{"ann by mail"});
    CHECK(drive.events.size() > 0);
}

TEST_CASE("calling: a contact without a receipt is not waited for longer than the policy says",
          "[oncall][calling]") {
    CareDrive drive;
    drive.delivers = false;
    drive.say(calm());
    drive.wait(minutes{1});
    CHECK(drive.outbox.size() == 1);
    drive.wait(minutes{2});
    REQUIRE(drive.outbox.size() == 2);
    std::set<std::string> channels;
    for (const auto& [page_id, order] : drive.outbox)
        channels.insert(order.page.person + " " + order.page.contact.channel);
    CHECK(channels == std::set<std::string>{"ann mail", "ann push"});
}

TEST_CASE("calling: without any contact left the next step comes at once", "[oncall][calling]") {
    CareWorld world;
    world.directory.people[0].contacts = {{"push", "ann"}};
    CareDrive drive{std::move(world)};
    drive.dead_channel = "push";
    drive.say(calm());
    drive.wait(minutes{1});
    CHECK(drive.called() == Called{"bo by mail"});
    CHECK(drive.last(EventKind::page_failed).reason.code == "no_contact_left");
}

TEST_CASE("calling: a step that means nobody is skipped and said", "[oncall][calling]") {
    CareWorld world;
    world.settings.policies[0] =
        CareWorld::policy("standard", {"schedule:empty", "person:gone", "team:desk"});
    CareDrive drive{std::move(world)};
    drive.say(calm());
    drive.wait(minutes{1});
    CHECK(drive.called() == Called{"ann by push", "bo by mail"});
    CHECK(drive.count(EventKind::page_failed) == 2);
}

TEST_CASE("calling: rounds are bounded, and then the next tier is called", "[oncall][calling]") {
    CareWorld world;
    world.settings.policies[0].repeat = 1;
    world.settings.policies[0].repeat_after = minutes{15};
    CareDrive drive{std::move(world)};
    const std::string id = drive.say(calm());
    drive.wait(minutes{49});
    CHECK(drive.called() == Called{"ann by push", "bo by mail", "ann by push", "bo by mail"});
    CHECK(drive.incident(id).handling.care.assignment.tier == Tier::l1);
    drive.wait(minutes{3});
    CHECK(drive.incident(id).handling.care.assignment.tier == Tier::l2);
    CHECK(drive.last(EventKind::escalated).reason.code == "not_acknowledged");
    CHECK(drive.called().back() == "cy by mail");
    drive.wait(hours{10}, minutes{1});
    // L3 is the end: everybody was called, twice, and that is said.
    CHECK(drive.incident(id).handling.care.assignment.tier == Tier::l3);
    CHECK(drive.incident(id).handling.care.paging.exhausted);
    CHECK(drive.count(EventKind::paging_over) == 1);
    CHECK(drive.called().size() == 4 + 4 + 2);
}

TEST_CASE("calling: a policy that reaches nobody at all goes up without waiting",
          "[oncall][calling]") {
    CareWorld world;
    world.settings.policies[0] = CareWorld::policy("standard", {"person:gone"});
    world.settings.policies[1] = CareWorld::policy("standard-l2", {"team:nobody"});
    CareDrive drive{std::move(world)};
    drive.say(calm());
    drive.wait(minutes{1});
    CHECK(drive.called() == Called{"eve by phone"});
}

TEST_CASE("calling: quiet hours are waited for on the wall of the person, but not by P1",
          "[oncall][calling][S16]") {
    CareWorld world;
    // The drive begins at 14:13:20 UTC, which is 21:13 in Bangkok.
    world.directory.people[0].zone = "Asia/Bangkok";
    for (EscalationPolicy& policy : world.settings.policies)
        policy.quiet = parse_quiet_hours("21:00-07:00").value();
    SECTION("a calm one") {
        CareDrive drive{std::move(world)};
        drive.say(calm());
        drive.wait(minutes{1});
        CHECK(drive.called().empty());
        REQUIRE(drive.outbox.size() == 1);
        CHECK(drive.outbox.begin()->second.page.due_at ==
              parse_rfc3339("2026-09-22T00:00:00Z").value());
    }
    SECTION("a grave one") {
        world.directory.people[4].zone = "Asia/Bangkok";
        CareDrive drive{std::move(world)};
        const std::string id = drive.say(grave_host());
        drive.wait(minutes{1});
        REQUIRE(drive.incident(id).priority.level == 1);
        const Called called = drive.called();
        CHECK(std::count(called.begin(), called.end(), "eve by phone") == 1);
    }
}

TEST_CASE("calling: what becomes grave no longer waits for the morning", "[oncall][calling]") {
    CareWorld world;
    world.directory.people[0].zone = "Asia/Bangkok";
    world.settings.straight_to_l3_at = 0;
    world.settings.policies[0].quiet = parse_quiet_hours("21:00-07:00").value();
    CareDrive drive{std::move(world)};
    const std::string id = drive.say(calm());
    drive.wait(minutes{1});
    CHECK(drive.called().empty());
    Words worse = grave_host();
    worse.component = calm().component;
    drive.say(worse);
    drive.wait(minutes{1});
    REQUIRE(drive.incident(id).priority.level == 1);
    CHECK(drive.called() == Called{"ann by push"});
}

TEST_CASE("calling: an acknowledgement that is followed by silence expires, with a reminder before",
          "[oncall][calling]") {
    CareWorld world;
    world.settings.policies[0].acknowledgement_expires = hours{2};
    world.settings.policies[0].reminder_grace = minutes{15};
    CareDrive drive{std::move(world)};
    const std::string id = drive.say(calm());
    drive.wait(minutes{1});
    drive.acknowledge(id, "bo");
    drive.wait(hours{1}, minutes{1});
    drive.give(incidents::NoteAdded{drive.now, id, "bo", "still looking"}).value();
    drive.wait(hours{1} + minutes{59}, minutes{1});
    CHECK(drive.count(EventKind::acknowledgement_expiring) == 0);
    drive.wait(minutes{3}, minutes{1});
    CHECK(drive.count(EventKind::acknowledgement_expiring) == 1);
    CHECK(drive.called().back() == "bo by mail");
    SECTION("an answer keeps it") {
        drive.give(incidents::NoteAdded{drive.now, id, "bo", "yes"}).value();
        drive.wait(hours{1}, minutes{1});
        CHECK(drive.incident(id).owner == "bo");
    }
    SECTION("silence gives it back to the team, which is called again") {
        drive.wait(minutes{16}, minutes{1});
        CHECK(drive.incident(id).owner.empty());
        CHECK(drive.incident(id).state == IncidentState::fresh);
        CHECK(drive.called().back() == "ann by push");
        CHECK(drive.last(EventKind::acknowledgement_expired).from == "bo");
    }
    SECTION("while it waits for something nobody is asked") {
        drive.ask(id, incidents::Pend{"a part is ordered", {}}, "bo").value();
        drive.wait(hours{9}, minutes{1});
        CHECK(drive.incident(id).owner == "bo");
        CHECK(drive.count(EventKind::acknowledgement_expired) == 0);
    }
}

TEST_CASE("calling: the ids of pages are the same after a crash", "[oncall][calling]") {
    const auto ids = [](bool crashes) {
        CareDrive drive;
        drive.delivers = false;
        drive.say(calm());
        std::set<std::string> all;
        for (int i = 0; i < 300; ++i) {
            drive.wait(seconds{10});
            if (crashes) drive.restart();
            for (const auto& [page_id, order] : drive.outbox)
                all.insert(page_id);
        }
        return all;
    };
    const auto calmly = ids(false);
    CHECK(calmly.size() > 4);
    CHECK(ids(true) == calmly);
}

TEST_CASE("calling: a person whom it was given to is called first, then the policy",
          "[oncall][calling]") {
    CareDrive drive;
    const std::string id = drive.say(calm());
    drive.wait(minutes{1});
    drive.sent.clear();
    REQUIRE(drive.ask(
        id, incidents::Transfer{incidents::Transfer::Kind::assign, "workload", "", {}, "", "bo"}));
    CHECK(drive.incident(id).state == IncidentState::assigned);
    CHECK(drive.incident(id).owner == "bo");
    drive.wait(minutes{1});
    CHECK(drive.called() == Called{"bo by mail"});
    drive.wait(minutes{5});
    CHECK(drive.called() == Called{"bo by mail", "ann by push"});
}

TEST_CASE("calling: what waits for an incident that became part of another one is not sent",
          "[oncall][calling]") {
    CareDrive drive;
    drive.delivers = false;
    const std::string id = drive.say(calm());
    Words second = calm();
    second.id = "episode-2";
    second.host = "db-1";
    second.kind = "process.down";
    const std::string other = drive.say(second);
    REQUIRE(id != other);
    drive.wait(minutes{1});
    REQUIRE(drive.outbox.size() == 2);
    REQUIRE(drive.give(incidents::MergeAsked{drive.now, id, {other}, "ann", "one cause"}));
    REQUIRE(drive.outbox.size() == 1);
    CHECK(drive.outbox.begin()->second.incident_id == id);
}

TEST_CASE("calling: nobody is called for what is hidden, recovered or a duplicate",
          "[oncall][calling]") {
    CareDrive drive;
    drive.delivers = false;
    const std::string id = drive.say(calm());
    drive.wait(minutes{1});
    REQUIRE(drive.outbox.size() == 1);
    drive.say(calm(), SymptomStatus::cleared);
    drive.wait(minutes{3});
    CHECK(drive.incident(id).state == IncidentState::resolved);
    CHECK(drive.outbox.empty());
}

}  // namespace
}  // namespace foreshock::oncall::test
