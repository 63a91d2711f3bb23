#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

const Words fault{};

std::string open_and_announce(Drive& drive) {
    const std::string id = Drive::only(drive.say(fault)).id;
    drive.wait(minutes{1});
    return id;
}

Errc error_of(Engine& engine, const Input& input) {
    const auto changes = engine.apply(input);
    REQUIRE_FALSE(changes);
    return changes.error().code;
}

}  // namespace

TEST_CASE("people: an acknowledgement takes ownership and is told", "[incidents]") {
    Drive drive;
    const std::string id = open_and_announce(drive);
    drive.give(Acknowledged{drive.now, id, "mali", "looking"});
    CHECK(drive.incident(id).owner == "mali");
    CHECK(drive.incident(id).state == IncidentState::in_progress);
    CHECK(drive.incident(id).acknowledged_at == drive.now);
    const Event event = drive.last(EventKind::acknowledged);
    CHECK(event.actor == "mali");
    CHECK(event.text == "looking");
    CHECK(event.reason.code == "taken");
    CHECK(drive.told() == std::vector{Transition::opened, Transition::acknowledged});
}

TEST_CASE("people: the same acknowledgement again changes nothing", "[incidents]") {
    Drive drive;
    const std::string id = open_and_announce(drive);
    drive.give(Acknowledged{drive.now, id, "mali", ""});
    CHECK(drive.give(Acknowledged{drive.now, id, "mali", ""}).empty());
    CHECK(drive.give(Acknowledged{drive.now, id, "mali", "more"}).events.size() == 1);
}

TEST_CASE("people: another person takes over, exactly one owns it", "[incidents]") {
    Drive drive;
    const std::string id = open_and_announce(drive);
    const TimePoint first_at = drive.now;
    drive.give(Acknowledged{drive.now, id, "mali", ""});
    drive.wait(minutes{1});
    drive.give(Acknowledged{drive.now, id, "somchai", ""});
    CHECK(drive.incident(id).owner == "somchai");
    CHECK(drive.incident(id).acknowledged_at == first_at);
    CHECK(drive.last(EventKind::acknowledged).from == "mali");
    CHECK(drive.last(EventKind::acknowledged).reason.code == "taken_over");
}

TEST_CASE("people: an acknowledgement before the first word leaves that word due", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    drive.give(Acknowledged{drive.now, id, "mali", ""});
    CHECK(drive.announcements.empty());
    drive.wait(seconds{3});
    CHECK(drive.told() == std::vector{Transition::opened});
}

TEST_CASE("people: taking a reopened incident before that is told leaves the word due",
          "[incidents]") {
    Drive drive;
    const std::string id = open_and_announce(drive);
    drive.clear(fault);
    drive.wait(minutes{5});
    Words again = fault;
    again.id = "episode-2";
    drive.say(again);
    drive.give(Acknowledged{drive.now, id, "mali", ""});
    drive.wait(seconds{3});
    CHECK(drive.told() ==
          std::vector{Transition::opened, Transition::resolved, Transition::reopened});
}

TEST_CASE("people: a note is a line of the timeline", "[incidents]") {
    Drive drive;
    const std::string id = open_and_announce(drive);
    const auto revision = drive.incident(id).revision;
    const Changes changes = drive.give(NoteAdded{drive.now, id, "mali", "grew since noon"});
    REQUIRE(changes.events.size() == 1);
    CHECK(changes.events[0].kind == EventKind::noted);
    CHECK(changes.events[0].text == "grew since noon");
    CHECK(drive.incident(id).revision == revision + 1);
    CHECK(changes.announcements.empty());
}

TEST_CASE("people: resolving while a symptom is active dismisses it", "[incidents]") {
    Drive drive;
    const std::string id = open_and_announce(drive);
    drive.give(ResolveAsked{drive.now, id, "mali", "expected during the migration"});
    CHECK(drive.incident(id).state == IncidentState::resolved);
    CHECK(drive.incident(id).outcome == Outcome::dismissed);
    CHECK(drive.last(EventKind::resolved).actor == "mali");
    CHECK(drive.last(EventKind::resolved).reason ==
          Reason{"person_while_active", "expected during the migration"});
    CHECK(drive.told() == std::vector{Transition::opened, Transition::resolved});
}

TEST_CASE("people: a dismissed episode stays dismissed while it is no worse", "[incidents]") {
    Drive drive;
    const std::string id = open_and_announce(drive);
    drive.give(ResolveAsked{drive.now, id, "mali", "expected"});
    for (int hour = 0; hour < 48; ++hour) {
        drive.wait(hours{1});
        drive.say(fault, SymptomStatus::updated);
    }
    CHECK(drive.incident(id).state == IncidentState::resolved);
    CHECK(drive.announcements.size() == 2);
    drive.clear(fault);
    drive.wait(hours{23});
    CHECK(drive.engine.find(id) != nullptr);
    drive.wait(hours{1});
    CHECK(drive.engine.find(id) == nullptr);
}

TEST_CASE("people: a dismissed episode that gets worse reopens it", "[incidents]") {
    Drive drive;
    const std::string id = open_and_announce(drive);
    drive.give(Acknowledged{drive.now, id, "mali", ""});
    drive.give(ResolveAsked{drive.now, id, "mali", "expected"});
    drive.wait(minutes{5});
    Words worse = fault;
    SECTION("by phase") {
        worse.phase = Phase::occurring;
    }
    SECTION("by severity") {
        worse.severity = Severity::critical;
    }
    drive.say(worse, SymptomStatus::updated);
    CHECK(drive.incident(id).state == IncidentState::in_progress);
    CHECK(drive.incident(id).owner == "mali");
    CHECK(drive.last(EventKind::reopened).reason.code == "got_worse");
    drive.wait(seconds{3});
    CHECK(drive.told().back() == Transition::reopened);
}

TEST_CASE("people: as bad as it has been before is not worse", "[incidents]") {
    Drive drive;
    const std::string id = open_and_announce(drive);
    Words worse = fault;
    worse.phase = Phase::occurring;
    drive.say(worse, SymptomStatus::updated);
    drive.wait(minutes{1});
    drive.say(fault, SymptomStatus::updated);
    drive.give(ResolveAsked{drive.now, id, "mali", "it comes and goes"});
    drive.wait(minutes{1});
    drive.say(worse, SymptomStatus::updated);
    CHECK(drive.incident(id).state == IncidentState::resolved);
}

TEST_CASE("people: a dismissed fault that begins anew reopens it", "[incidents]") {
    Drive drive;
    const std::string id = open_and_announce(drive);
    drive.give(ResolveAsked{drive.now, id, "mali", "expected"});
    drive.wait(minutes{5});
    drive.clear(fault);
    CHECK(drive.incident(id).state == IncidentState::resolved);
    drive.wait(minutes{5});
    Words again = fault;
    again.id = "episode-2";
    drive.say(again);
    CHECK(drive.incident(id).is_open());
}

TEST_CASE("people: a dismissed fault back beyond the window frees the old incident",
          "[incidents]") {
    Drive drive;
    const std::string id = open_and_announce(drive);
    drive.give(ResolveAsked{drive.now, id, "mali", "expected"});
    drive.wait(hours{25});
    Words again = fault;
    again.id = "episode-2";
    const Changes changes = drive.say(again);
    REQUIRE(changes.incidents.size() == 2);
    CHECK(changes.incidents[0].number == 2);
    CHECK_FALSE(drive.incident(id).has_active_symptoms());
    CHECK(drive.last(EventKind::symptom_cleared).reason.code == "superseded");
}

TEST_CASE("people: resolving during the recovery keeps the natural outcome", "[incidents]") {
    Drive drive;
    const std::string id = open_and_announce(drive);
    drive.clear(fault);
    drive.give(ResolveAsked{drive.now, id, "mali", "freed space"});
    CHECK(drive.incident(id).outcome == Outcome::prevented);
}

TEST_CASE("people: what a state does not allow is a conflict, the unknown not found",
          "[incidents]") {
    Drive drive;
    const std::string id = open_and_announce(drive);
    CHECK(error_of(drive.engine, Acknowledged{drive.now, "inc-0", "mali", ""}) == Errc::not_found);
    CHECK(error_of(drive.engine, NoteAdded{drive.now, "inc-0", "mali", "x"}) == Errc::not_found);
    CHECK(error_of(drive.engine, ResolveAsked{drive.now, "inc-0", "m", "x"}) == Errc::not_found);
    drive.give(ResolveAsked{drive.now, id, "mali", "done"});
    CHECK(error_of(drive.engine, ResolveAsked{drive.now, id, "mali", "done"}) == Errc::conflict);
    CHECK(error_of(drive.engine, Acknowledged{drive.now, id, "mali", ""}) == Errc::conflict);
}

TEST_CASE("people: an act without a name, words or reason is invalid", "[incidents]") {
    Drive drive;
    const std::string id = open_and_announce(drive);
    CHECK(error_of(drive.engine, Acknowledged{drive.now, id, "", "note"}) == Errc::invalid);
    CHECK(error_of(drive.engine, NoteAdded{drive.now, id, "", "text"}) == Errc::invalid);
    CHECK(error_of(drive.engine, NoteAdded{drive.now, id, "mali", ""}) == Errc::invalid);
    CHECK(error_of(drive.engine, ResolveAsked{drive.now, id, "", "why"}) == Errc::invalid);
    CHECK(error_of(drive.engine, ResolveAsked{drive.now, id, "mali", ""}) == Errc::invalid);
}
