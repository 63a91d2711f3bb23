#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

const Words fault{};

/// What the spool of an earlier run says of it.
SymptomArrived of_earlier_run(SymptomStatus status, TimePoint now, Duration ago) {
    SymptomArrived word{now, make_symptom(fault, status, now - ago), true};
    word.is_of_earlier_run = true;
    return word;
}

}  // namespace

TEST_CASE("replay: what came and went in the spool is recorded and alarms nobody",
          "[incidents][replay]") {
    Drive drive;
    const std::string id = Drive::only(drive.replay(fault)).id;
    drive.wait(seconds{20});
    const Incident over = Drive::only(drive.replay(fault, SymptomStatus::cleared));
    CHECK(over.id == id);
    CHECK(over.state == IncidentState::resolved);
    CHECK(over.outcome == Outcome::prevented);
    CHECK(drive.last(EventKind::resolved).reason.code == "over_before_heard");
    CHECK(drive.count(EventKind::opened) == 1);
    drive.wait(hours{25});
    CHECK(drive.count(EventKind::closed) == 1);
    CHECK(drive.announcements.empty());
}

TEST_CASE("replay: what a live word confirms is announced", "[incidents][replay]") {
    Drive drive;
    drive.replay(fault);
    drive.wait(seconds{20});
    CHECK(drive.announcements.empty());
    drive.say(fault, SymptomStatus::updated);
    CHECK(drive.told() == std::vector{Transition::opened});
}

TEST_CASE("replay: what is not taken back within the wait is announced", "[incidents][replay]") {
    Drive drive;
    drive.replay(fault);
    drive.wait(seconds{59});
    CHECK(drive.announcements.empty());
    drive.wait(seconds{1});
    CHECK(drive.told() == std::vector{Transition::opened});
}

TEST_CASE("replay: more spooled words do not put the announcement off", "[incidents][replay]") {
    Drive drive;
    drive.replay(fault);
    for (int i = 0; i < 6; ++i) {
        drive.wait(seconds{10});
        Words words = fault;
        const Symptom update =
            make_symptom(words, SymptomStatus::updated, start - hours{1} + seconds{i + 1});
        drive.give(SymptomArrived{drive.now, update, true});
    }
    CHECK(drive.told() == std::vector{Transition::opened});
}

TEST_CASE("replay: a live clear within the wait is soaked and never told", "[incidents][replay]") {
    Drive drive;
    const std::string id = Drive::only(drive.replay(fault)).id;
    drive.wait(seconds{10});
    drive.clear(fault);
    CHECK(drive.incident(id).recovering_since == drive.now);
    drive.wait(minutes{2});
    CHECK(drive.incident(id).state == IncidentState::resolved);
    CHECK(drive.announcements.empty());
}

TEST_CASE("replay: what was told after the wait is soaked as usual", "[incidents][replay]") {
    Drive drive;
    const std::string id = Drive::only(drive.replay(fault)).id;
    drive.wait(minutes{2});
    drive.replay(fault, SymptomStatus::cleared);
    CHECK(drive.incident(id).recovering_since == drive.now);
    drive.wait(minutes{2});
    CHECK(drive.told() == std::vector{Transition::opened, Transition::resolved});
}

TEST_CASE("replay: an episode of the past does not reopen aloud", "[incidents][replay]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    drive.wait(minutes{1});
    drive.clear(fault);
    drive.wait(minutes{10});
    Words again = fault;
    again.id = "episode-2";
    const auto word = [&](SymptomStatus status, Duration after) {
        drive.give(SymptomArrived{drive.now, make_symptom(again, status, start + after), true});
    };
    word(SymptomStatus::raised, minutes{3});
    CHECK(drive.incident(id).is_open());
    drive.wait(seconds{30});
    word(SymptomStatus::cleared, minutes{5});
    drive.wait(minutes{5});
    CHECK(drive.incident(id).state == IncidentState::resolved);
    CHECK(drive.incident(id).times_reopened == 1);
    CHECK(drive.told() == std::vector{Transition::opened, Transition::resolved});
}

TEST_CASE("replay: an episode older than what is known changes nothing", "[incidents][replay]") {
    Drive drive;
    drive.say(fault);
    drive.wait(minutes{1});
    drive.clear(fault);
    Words earlier = fault;
    earlier.id = "episode-0";
    CHECK(drive.replay(earlier).empty());
}

TEST_CASE("replay: spooled words about a live symptom are told as usual", "[incidents][replay]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    drive.wait(minutes{1});
    Words worse = fault;
    worse.phase = Phase::occurring;
    worse.severity = Severity::critical;
    const Symptom update = make_symptom(worse, SymptomStatus::updated, drive.now - seconds{5});
    drive.give(SymptomArrived{drive.now, update, true});
    CHECK(drive.incident(id).phase == Phase::occurring);
    drive.wait(seconds{1});
    CHECK(drive.told() == std::vector{Transition::opened, Transition::changed});
}

TEST_CASE(
    "replay: what an earlier run of the agent left open is over if the new one does not raise it",
    "[incidents][replay]") {
    Drive drive;
    drive.give(AgentStarted{drive.now, fault.host});
    const std::string id =
        Drive::only(drive.give(of_earlier_run(SymptomStatus::raised, drive.now, minutes{5}))).id;
    drive.wait(minutes{9});
    CHECK(drive.incident(id).has_active_symptoms());
    drive.wait(minutes{1});
    CHECK_FALSE(drive.incident(id).has_active_symptoms());
    CHECK(drive.last(EventKind::symptom_cleared).reason.code == "not_raised_again");
    CHECK(drive.incident(id).state == IncidentState::resolved);
    CHECK(drive.announcements.empty());
}

TEST_CASE("replay: a late word of an earlier run does not stand for the new one",
          "[incidents][replay]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    drive.wait(minutes{1});
    drive.give(AgentStarted{drive.now, fault.host});
    drive.give(of_earlier_run(SymptomStatus::updated, drive.now, seconds{5}));
    drive.wait(minutes{10});
    CHECK_FALSE(drive.incident(id).has_active_symptoms());
}

TEST_CASE("replay: an update that begins an episode changes nothing when it is repeated",
          "[incidents][replay]") {
    Drive drive;
    drive.say(fault);
    Words again = fault;
    again.id = "episode-2";
    drive.wait(minutes{1});
    CHECK_FALSE(drive.say(again, SymptomStatus::updated).empty());
    CHECK(drive.say(again, SymptomStatus::updated).empty());
}
