#include "server/incidents/hand_steps.hpp"

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

    explicit Desk(Settings settings = {}) : drive(settings) {
        id = Drive::only(drive.say(fault)).id;
        drive.wait(seconds{10});
    }

    template <class What>
    Result<Changes> ask(What what, const std::string& actor = "mali") {
        const Result<Changes> changes =
            drive.engine.apply(PersonStep{drive.now, id, actor, std::move(what)});
        if (changes) {
            auto& said = drive.announcements;
            said.insert(said.end(), changes->announcements.begin(), changes->announcements.end());
            drive.events.insert(drive.events.end(), changes->events.begin(), changes->events.end());
        }
        return changes;
    }

    template <class What>
    Errc refused(What what, const std::string& actor = "mali") {
        const auto changes = ask(std::move(what), actor);
        REQUIRE_FALSE(changes);
        return changes.error().code;
    }

    void take() { drive.give(Acknowledged{drive.now, id, "mali", ""}); }

    void recover() {
        drive.clear(fault);
        drive.wait(minutes{2});
        REQUIRE(now().state == IncidentState::resolved);
    }

    [[nodiscard]] const Incident& now() const { return drive.incident(id); }
};

}  // namespace

TEST_CASE("pending: waits for a reason, and goes on at its time", "[incidents][pending]") {
    Desk desk;
    desk.take();
    REQUIRE(desk.ask(Pend{"a disk is ordered", desk.drive.now + hours{5}}));
    CHECK(desk.now().state == IncidentState::pending);
    CHECK(desk.now().handling.waiting->reason == "a disk is ordered");
    CHECK(desk.drive.last(EventKind::pended).reason.code == "waits");
    desk.drive.wait(hours{5} - Duration{1});
    CHECK(desk.now().state == IncidentState::pending);
    desk.drive.wait(Duration{1});
    CHECK(desk.now().state == IncidentState::in_progress);
    CHECK_FALSE(desk.now().handling.waiting);
    CHECK(desk.drive.last(EventKind::resumed).reason.code == "wake_time");
}

TEST_CASE("pending: somebody goes on, or takes it over", "[incidents][pending]") {
    Desk desk;
    desk.take();
    REQUIRE(desk.ask(Pend{"the supplier looks at it", {}}));
    REQUIRE(desk.ask(Resume{}));
    CHECK(desk.now().state == IncidentState::in_progress);
    CHECK(desk.drive.last(EventKind::resumed).actor == "mali");
    REQUIRE(desk.ask(Pend{"the supplier looks at it", {}}));
    desk.drive.give(Acknowledged{desk.drive.now, desk.id, "somchai", ""});
    CHECK(desk.now().state == IncidentState::in_progress);
    CHECK_FALSE(desk.now().handling.waiting);
}

TEST_CASE("pending: needs an owner, a reason and a time to come", "[incidents][pending]") {
    Desk desk;
    CHECK(desk.refused(Pend{"a disk is ordered", {}}) == Errc::conflict);
    CHECK(desk.refused(Resume{}) == Errc::conflict);
    desk.take();
    CHECK(desk.refused(Pend{"", {}}) == Errc::invalid);
    CHECK(desk.refused(Pend{"a disk is ordered", desk.drive.now}) == Errc::invalid);
    CHECK(desk.refused(Pend{"a disk is ordered", {}}, "") == Errc::invalid);
    desk.recover();
    CHECK(desk.refused(Pend{"a disk is ordered", {}}) == Errc::conflict);
}

TEST_CASE("pending: what recovers while it waits is resolved all the same",
          "[incidents][pending]") {
    Desk desk;
    desk.take();
    REQUIRE(desk.ask(Pend{"a disk is ordered", {}}));
    desk.recover();
    CHECK_FALSE(desk.now().handling.waiting);
}

TEST_CASE("hand_steps: what a person reopens is told, and stays open until a person resolves it",
          "[incidents][people]") {
    Desk desk;
    CHECK(desk.refused(Reopen{"it is slow again"}) == Errc::conflict);
    desk.recover();
    CHECK(desk.refused(Reopen{""}) == Errc::invalid);
    REQUIRE(desk.ask(Reopen{"it is slow again"}));
    CHECK(desk.now().is_open());
    CHECK(desk.now().handling.held_open_by == "mali");
    CHECK(desk.drive.announcements.back().transition == Transition::reopened);
    CHECK(desk.drive.announcements.back().explanation == "it is slow again");
    Words again = desk.fault;
    again.id = "episode-2";
    desk.drive.say(again);
    desk.drive.clear(again);
    desk.drive.wait(hours{1});
    CHECK(desk.now().is_open());
    desk.drive.give(ResolveAsked{desk.drive.now, desk.id, "mali", "the cache was cold"});
    CHECK(desk.now().state == IncidentState::resolved);
    CHECK(desk.now().handling.held_open_by.empty());
}

TEST_CASE("hand_steps: whoever says that it is well closes it", "[incidents][people]") {
    Desk desk;
    desk.take();
    CHECK(desk.refused(ConfirmClosed{""}) == Errc::conflict);
    desk.recover();
    REQUIRE(desk.ask(ConfirmClosed{"thank you"}));
    CHECK(desk.drive.last(EventKind::closed).reason.code == "confirmed_by_owner");
    CHECK(desk.drive.last(EventKind::closed).text == "thank you");
    CHECK(desk.drive.announcements.back().transition == Transition::closed);
    CHECK(desk.drive.engine.find(desk.id) == nullptr);
    CHECK(desk.refused(ConfirmClosed{""}) == Errc::not_found);
}

TEST_CASE("hand_steps: resolved is not closed, and nothing is closed without a code",
          "[incidents][people][S11]") {
    const auto closure_of = [](bool is_recorded) {
        Desk desk;
        desk.take();
        CHECK(desk.refused(ConfirmClosed{"over"}) == Errc::conflict);
        desk.recover();
        CHECK_FALSE(desk.now().closed_at);
        CHECK(desk.refused(RecordClosure{"somehow", "", ""}) == Errc::invalid);
        if (is_recorded) REQUIRE(desk.ask(RecordClosure{"workaround", "old logs", "moved them"}));
        CHECK(desk.now().state == IncidentState::resolved);
        const auto closed = desk.ask(ConfirmClosed{"over"}).value().incidents.at(0);
        CHECK(closed.state == IncidentState::closed);
        return closed.reporting.closure.value();
    };
    CHECK(closure_of(true).code == "workaround");
    CHECK(closure_of(true).cause == "old logs");
    CHECK(closure_of(false).code == "fixed");
}

TEST_CASE("hand_steps: an update is told in the words of whoever gives it", "[incidents][people]") {
    Desk desk;
    CHECK(desk.refused(GiveUpdate{""}) == Errc::invalid);
    REQUIRE(desk.ask(GiveUpdate{"a new disk is on its way"}));
    const Announcement& told = desk.drive.announcements.back();
    CHECK(told.transition == Transition::changed);
    CHECK(told.explanation == "a new disk is on its way");
    CHECK_FALSE(told.told_by.empty());
    CHECK(desk.drive.last(EventKind::noted).text == "a new disk is on its way");
    CHECK(desk.now().last_word->at == desk.drive.now);
    desk.take();
    desk.recover();
    CHECK(desk.refused(GiveUpdate{"it is over"}) == Errc::conflict);
}

TEST_CASE("hand_steps: what is dismissed while a symptom is active cannot be closed",
          "[incidents][people]") {
    Desk desk;
    desk.drive.give(ResolveAsked{desk.drive.now, desk.id, "mali", "known"});
    CHECK(desk.refused(ConfirmClosed{""}) == Errc::conflict);
}

TEST_CASE("major: declared by hand, led in roles, ended with a reason", "[incidents][major][S17]") {
    Desk desk;
    CHECK(desk.refused(DeclareMajor{""}) == Errc::invalid);
    CHECK(desk.refused(GiveRole{"commander", "nok"}) == Errc::conflict);
    REQUIRE(desk.ask(DeclareMajor{"the shop is down"}));
    CHECK(desk.refused(DeclareMajor{"again"}) == Errc::conflict);
    CHECK(desk.drive.announcements.back().transition == Transition::changed);
    CHECK(desk.drive.announcements.back().explanation == "a major incident: the shop is down");
    REQUIRE(desk.ask(GiveRole{"communications", "nok"}));
    REQUIRE(desk.ask(GiveRole{"commander", "somchai"}));
    CHECK(desk.ask(GiveRole{"commander", "somchai"})->empty());
    CHECK(desk.refused(GiveRole{"hero", "nok"}) == Errc::invalid);
    CHECK(desk.refused(GiveRole{"scribe", ""}) == Errc::invalid);
    const Major& major = *desk.now().handling.major;
    REQUIRE(major.roles.size() == 2);
    CHECK(major.roles[0].name == "commander");
    CHECK(major.roles[0].holder == "somchai");
    CHECK(desk.drive.last(EventKind::role_given).from == "mali");
    CHECK(desk.refused(EndMajor{""}) == Errc::invalid);
    REQUIRE(desk.ask(EndMajor{"it is contained"}));
    CHECK(desk.now().handling.major->ended_at == desk.drive.now);
    CHECK(desk.refused(EndMajor{"twice"}) == Errc::conflict);
}

TEST_CASE(
    "major: by policy from a priority on, once it is told, and not again after a person ended it",
    "[incidents][major]") {
    Settings settings;
    settings.major_at_level = 1;
    Desk desk(settings);
    CHECK_FALSE(desk.now().handling.major);
    Words grave = desk.fault;
    grave.impact = 1;
    grave.phase = Phase::occurring;
    grave.severity = Severity::critical;
    desk.drive.say(grave, SymptomStatus::updated);
    REQUIRE(desk.now().priority.level == 1);
    REQUIRE(desk.now().handling.major);
    CHECK(desk.now().handling.major->declared_by == "engine");
    CHECK(desk.drive.last(EventKind::major_declared).reason.code == "priority_policy");
    CHECK(desk.drive.told() == std::vector{Transition::opened, Transition::changed});
    CHECK(desk.drive.announcements.back().explanation ==
          "a major incident: P1, and P1 or graver is major");
    REQUIRE(desk.ask(EndMajor{"one host only"}));
    desk.drive.wait(hours{1});
    CHECK(desk.drive.count(EventKind::major_declared) == 1);
}

namespace {

/// A second incident, and what links want to know.
struct Pair : Desk {
    std::string original;

    Pair() {
        Words other;
        other.id = "episode-other";
        other.host = "web-2";
        original = Drive::only(drive.say(other)).id;
        drive.wait(seconds{10});
    }
};

}  // namespace

TEST_CASE("links: a link is on both sides, once, and can be taken back",
          "[incidents][links][S17]") {
    Pair pair;
    const MakeLink link{LinkKind::child_of, pair.original, "one switch"};
    const auto changes = pair.ask(link);
    REQUIRE(changes);
    CHECK(changes->incidents.size() == 2);
    CHECK(pair.now().handling.links.at(0).kind == LinkKind::child_of);
    CHECK(pair.drive.incident(pair.original).handling.links.at(0).kind == LinkKind::parent_of);
    CHECK(pair.drive.count(EventKind::linked) == 2);
    CHECK(pair.ask(link)->empty());
    REQUIRE(pair.ask(RemoveLink{pair.original, "another switch"}));
    CHECK(pair.now().handling.links.empty());
    CHECK(pair.drive.incident(pair.original).handling.links.empty());
    CHECK(pair.refused(RemoveLink{pair.original, "twice"}) == Errc::not_found);
}

TEST_CASE("links: they lead to another incident, one level up", "[incidents][links]") {
    Pair pair;
    using enum LinkKind;
    CHECK(pair.refused(MakeLink{child_of, pair.id, "itself"}) == Errc::invalid);
    CHECK(pair.refused(MakeLink{parent_of, pair.original, "down"}) == Errc::invalid);
    CHECK(pair.refused(MakeLink{child_of, pair.original, ""}) == Errc::invalid);
    CHECK(pair.refused(MakeLink{child_of, "inc-none", "nobody"}) == Errc::not_found);
    REQUIRE(pair.ask(MakeLink{child_of, pair.original, "one switch"}));
    CHECK(pair.refused(MakeLink{duplicate_of, pair.original, "both"}) == Errc::conflict);
    std::swap(pair.id, pair.original);
    CHECK(pair.refused(MakeLink{child_of, pair.original, "in a circle"}) == Errc::conflict);
}

TEST_CASE("links: beyond the bound a link is refused", "[incidents][links]") {
    Pair pair;
    Incident full = pair.drive.incident(pair.original);
    full.handling.links.resize(Handling::links_max);
    for (IncidentLink& link : full.handling.links)
        link.kind = LinkKind::parent_of;
    pair.drive.engine = Engine{{}, {full, pair.now()}, 3};
    CHECK(pair.refused(MakeLink{LinkKind::child_of, pair.original, "one more"}) == Errc::conflict);
}

TEST_CASE("links: a duplicate keeps quiet, but for its end", "[incidents][links]") {
    Pair pair;
    REQUIRE(pair.ask(MakeLink{LinkKind::duplicate_of, pair.original, "the same"}));
    pair.drive.announcements.clear();
    Words worse = pair.fault;
    worse.phase = Phase::occurring;
    worse.severity = Severity::critical;
    pair.drive.say(worse, SymptomStatus::updated);
    pair.drive.wait(minutes{10});
    CHECK(pair.drive.announcements.empty());
    CHECK(pair.now().phase == Phase::occurring);
    pair.recover();
    CHECK(pair.drive.told() == std::vector{Transition::resolved});
}
