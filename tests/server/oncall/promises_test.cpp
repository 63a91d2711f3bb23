#include "server/oncall/promises.hpp"

#include <catch2/catch.hpp>

#include "tests/support/care_drive.hpp"

namespace foreshock::oncall::test {
namespace {

using incidents::ClockState;
using incidents::state_of;

/// Nobody is called, so that only the clocks act.
CareWorld quiet_world() {
    CareWorld world;
    world.settings.policies.clear();
    world.settings.straight_to_l3_at = 0;
    return world;
}

struct Kept {
    CareDrive drive;
    std::string id;

    explicit Kept(CareWorld world = quiet_world(), const Words& words = calm())
        : drive(std::move(world)), id(drive.say(words)) {
        drive.wait(minutes{1});
    }

    [[nodiscard]] const Incident& incident() const { return drive.incident(id); }

    [[nodiscard]] const incidents::Clocks& clocks() const {
        return incident().handling.care.clocks;
    }

    void note(const std::string& actor, const std::string& text) {
        drive.give(incidents::NoteAdded{drive.now, id, actor, text}).value();
    }
};

TEST_CASE("clocks: both begin when it was opened, by its priority", "[oncall][clocks]") {
    Kept kept;
    REQUIRE(kept.incident().priority.level >= 4);
    CHECK(kept.clocks().response.due_at == kept.incident().opened_at + hours{3});
    CHECK(kept.clocks().resolution.due_at == kept.incident().opened_at + hours{24});
    CHECK(kept.drive.count(EventKind::clock_started) == 1);
    Kept urgent{quiet_world(), grave()};
    REQUIRE(urgent.incident().priority.level == 1);
    CHECK(urgent.clocks().response.due_at == urgent.incident().opened_at + minutes{15});
    CHECK(urgent.clocks().resolution.due_at == urgent.incident().opened_at + hours{4});
}

TEST_CASE("clocks: the first words of a person are the first response, nothing else is",
          "[oncall][clocks][S23]") {
    Kept kept;
    kept.drive.acknowledge(kept.id, "ann");
    CHECK(state_of(kept.clocks().response) == ClockState::running);
    kept.note("channel mail", "we have received your message");
    CHECK(state_of(kept.clocks().response) == ClockState::running);
    kept.note("ann", "I look at the disk now");
    CHECK(state_of(kept.clocks().response) == ClockState::met);
    CHECK(kept.incident().handling.first_response_by == "ann");
    CHECK(kept.drive.count(EventKind::clock_met) == 1);
    CHECK(kept.drive.last(EventKind::clock_met).reason.code == "first_answer");
    const auto at = kept.incident().handling.first_response_at;
    kept.drive.wait(minutes{5});
    kept.note("bo", "me too");
    CHECK(kept.incident().handling.first_response_at == at);
}

TEST_CASE("clocks: an acknowledgement with words is a response", "[oncall][clocks]") {
    Kept kept;
    kept.drive.acknowledge(kept.id, "ann", "a disk will come at noon");
    CHECK(state_of(kept.clocks().response) == ClockState::met);
}

TEST_CASE("clocks: a warning before the breach, then the breach, each once",
          "[oncall][clocks][S29]") {
    Kept kept;
    kept.drive.wait(hours{2}, minutes{1});
    CHECK(kept.drive.count(EventKind::clock_at_risk) == 0);
    kept.drive.wait(minutes{16}, minutes{1});
    CHECK(kept.drive.count(EventKind::clock_at_risk) == 1);
    CHECK(state_of(kept.clocks().response) == ClockState::at_risk);
    kept.drive.wait(minutes{45}, minutes{1});
    CHECK(state_of(kept.clocks().response) == ClockState::breached);
    CHECK(kept.clocks().response.breached_at == kept.incident().opened_at + hours{3});
    kept.drive.restart();
    kept.drive.wait(hours{1}, minutes{1});
    CHECK(kept.drive.count(EventKind::clock_breached) == 1);
    kept.note("ann", "sorry");
    CHECK(state_of(kept.clocks().response) == ClockState::missed);
}

TEST_CASE("clocks: while it waits for the user the resolution stands still",
          "[oncall][clocks][S29]") {
    Kept kept;
    kept.drive.acknowledge(kept.id, "ann");
    const auto due = kept.clocks().resolution.due_at.value();
    kept.drive.ask(kept.id, incidents::Pend{"waiting for the user", {}}).value();
    CHECK(state_of(kept.clocks().resolution) == ClockState::paused);
    CHECK(kept.clocks().resolution.paused_because == "waiting for the user");
    kept.drive.wait(hours{30}, minutes{10});
    CHECK(kept.drive.count(EventKind::clock_breached) == 0);
    kept.drive.ask(kept.id, incidents::Resume{}).value();
    CHECK(kept.clocks().resolution.due_at == due + hours{30});
}

TEST_CASE("clocks: what becomes graver has less time, what becomes calmer not more",
          "[oncall][clocks]") {
    Kept kept;
    kept.drive.wait(minutes{5});
    Words worse = grave();
    kept.drive.say(worse);
    REQUIRE(kept.incident().priority.level == 1);
    CHECK(kept.clocks().response.due_at == kept.incident().opened_at + minutes{15});
    CHECK(kept.clocks().resolution.due_at == kept.incident().opened_at + hours{4});
    CHECK(kept.drive.count(EventKind::clock_changed) == 2);
    kept.drive.say(calm());
    kept.drive.wait(minutes{1});
    CHECK(kept.clocks().resolution.promised == hours{4});
}

TEST_CASE("clocks: office hours count for the calm ones, the grave ones run around the clock",
          "[oncall][clocks][S29]") {
    CareWorld world = quiet_world();
    desk::WeeklyHours hours_of{{}, {desk::parse_daily_hours("mon-fri 08:00-15:00").value()}, "UTC"};
    world.settings.calendars = {BusinessCalendar::make("office", std::move(hours_of), {}).value()};
    world.settings.clocks.calendar = "office";
    // The drive begins on Monday, 21 September 2026, 14:13:20 UTC.
    Kept kept{world};
    CHECK(kept.clocks().calendar == "office");
    CHECK(kept.clocks().response.due_at == parse_rfc3339("2026-09-22T10:13:20Z").value());
    kept.drive.wait(hours{10}, minutes{1});
    CHECK(kept.drive.count(EventKind::clock_at_risk) == 0);
    kept.drive.say(grave());
    REQUIRE(kept.incident().priority.level == 1);
    // 46 min 40 s of office time were used, more than P1 allows for an answer.
    CHECK(state_of(kept.clocks().response) == ClockState::breached);
    CHECK(kept.clocks().resolution.due_at == kept.drive.now + hours{4} - minutes{46} - seconds{40});
}

TEST_CASE("clocks: a solution stops them, a return lets them go on", "[oncall][clocks]") {
    Kept kept;
    kept.drive.wait(hours{1}, minutes{1});
    kept.drive.give(incidents::ResolveAsked{kept.drive.now, kept.id, "ann", "done", ""}).value();
    CHECK(state_of(kept.clocks().resolution) == ClockState::met);
    CHECK(state_of(kept.clocks().response) == ClockState::met);
    const Duration used = kept.clocks().resolution.used;
    CHECK(used == hours{1} + minutes{1});
    kept.drive.wait(hours{3}, minutes{1});
    kept.drive.ask(kept.id, incidents::Reopen{"it is back"}).value();
    CHECK(state_of(kept.clocks().resolution) == ClockState::running);
    CHECK(kept.clocks().resolution.due_at == kept.drive.now + hours{24} - used);
}

TEST_CASE("clocks: what was over before anybody answered says so", "[oncall][clocks]") {
    Kept kept;
    kept.drive.say(calm(), SymptomStatus::cleared);
    kept.drive.wait(minutes{3});
    REQUIRE(kept.incident().state == IncidentState::resolved);
    CHECK_FALSE(kept.incident().handling.first_response_at);
    CHECK(state_of(kept.clocks().response) == ClockState::met);
    std::vector<std::string> codes;
    for (const Event& event : kept.drive.events) {
        if (event.kind == EventKind::clock_met) codes.push_back(event.reason.code);
    }
    CHECK(codes == std::vector<std::string>{"over_unanswered", "solution"});
}

TEST_CASE("clocks: a solution at risk sends it to the next tier, where that is wanted",
          "[oncall][clocks]") {
    CareWorld world = quiet_world();
    world.settings.escalate_at_risk = true;
    Kept kept{std::move(world)};
    kept.drive.acknowledge(kept.id, "ann", "I look");
    kept.drive.wait(hours{18} + minutes{2}, minutes{1});
    CHECK(kept.incident().handling.care.assignment.tier == Tier::l2);
    CHECK(kept.drive.last(EventKind::escalated).reason.code == "clock_at_risk");
}

TEST_CASE("clocks: whoever has it is called when little time is left", "[oncall][clocks]") {
    Kept kept;
    kept.drive.acknowledge(kept.id, "ann");
    kept.drive.wait(hours{2} + minutes{16}, minutes{1});
    CHECK(kept.drive.called() == std::vector<std::string>{"ann by push"});
    CHECK(kept.drive.sent[0].second.page.why == "at_risk");
    kept.drive.wait(hours{1}, minutes{1});
    CHECK(kept.drive.called().size() == 1);
}

TEST_CASE("clocks: nothing promised, nothing counted", "[oncall][clocks]") {
    CareWorld world = quiet_world();
    world.settings.clocks.response.fill(Duration{0});
    world.settings.clocks.resolution.fill(Duration{0});
    Kept kept{std::move(world)};
    kept.drive.wait(hours{50}, hours{1});
    CHECK(state_of(kept.clocks().response) == ClockState::none);
    CHECK(kept.drive.count(EventKind::clock_started) == 0);
    CHECK(kept.drive.count(EventKind::clock_breached) == 0);
}

}  // namespace
}  // namespace foreshock::oncall::test
