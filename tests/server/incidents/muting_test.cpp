#include "server/incidents/muting.hpp"

#include <catch2/catch.hpp>

#include "server/incidents/fingerprint.hpp"
#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

const Mute silence{"silence", "s-1", "ann's silence: a new disk"};
const Mute window{"maintenance", "w-1", "bo's window: backup"};

struct Muted : Drive {
    using Drive::Drive;

    Changes say_muted(const Words& words, std::vector<Mute> by) {
        return give(SymptomArrived{now, make_symptom(words, SymptomStatus::raised, now), false,
                                   std::move(by)});
    }

    Changes judge(const std::string& id, const Words& words, std::vector<Mute> by) {
        const auto symptom = make_symptom(words, SymptomStatus::raised, now);
        return give(MutesJudged{now, id, {{fingerprint(symptom), std::move(by)}}});
    }

    [[nodiscard]] std::vector<Event> of(EventKind kind) const {
        std::vector<Event> found;
        std::copy_if(events.begin(), events.end(), std::back_inserter(found),
                     [&](const Event& one) { return one.kind == kind; });
        return found;
    }
};

using Told = std::vector<Transition>;

}  // namespace

TEST_CASE("muting: a muted incident is recorded, and nobody is told", "[incidents][muting]") {
    Muted drive;
    const Incident incident = Drive::only(drive.say_muted({}, {silence}));
    CHECK(incident.is_muted());
    CHECK(incident.muted_by == std::vector{silence});
    drive.wait(hours{1});
    CHECK(drive.told().empty());
    CHECK(drive.of(EventKind::opened).size() == 1);
    const auto lines = drive.of(EventKind::suppressed);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].reason == Reason{"silence", "ann's silence: a new disk"});
    CHECK_FALSE(drive.incident(incident.id).last_word);
    CHECK_FALSE(drive.incident(incident.id).announced_at);
}

TEST_CASE("muting: the word goes out when the silence ends while it is still there",
          "[incidents][muting]") {
    Muted drive;
    const std::string id = Drive::only(drive.say_muted({}, {silence})).id;
    drive.wait(hours{1});
    drive.judge(id, {}, {});
    CHECK(drive.told() == Told{Transition::opened});
    CHECK(drive.of(EventKind::unsuppressed).at(0).reason.code == "suppression_over");
    CHECK(drive.of(EventKind::announced).at(0).reason.code == "suppression_over");
    CHECK(drive.incident(id).unmuted_at == drive.now);
    CHECK_FALSE(drive.incident(id).is_muted());
}

TEST_CASE("muting: what came and went within a silence is never told, and is all on record",
          "[incidents][muting]") {
    Muted drive;
    const std::string id = Drive::only(drive.say_muted({}, {silence})).id;
    drive.wait(minutes{5});
    drive.clear({});
    drive.wait(hours{30});
    CHECK(drive.told().empty());
    CHECK(drive.of(EventKind::resolved).size() == 1);
    CHECK(drive.of(EventKind::closed).size() == 1);
    CHECK(drive.engine.find(id) == nullptr);
}

TEST_CASE("muting: who knows that it is open hears that it is over, silence or not",
          "[incidents][muting]") {
    Muted drive;
    const std::string id = Drive::only(drive.say({})).id;
    drive.wait(minutes{1});
    drive.judge(id, {}, {silence});
    Words worse;
    worse.phase = Phase::occurring;
    worse.severity = Severity::critical;
    drive.wait(minutes{1});
    drive.give(SymptomArrived{
        drive.now, make_symptom(worse, SymptomStatus::updated, drive.now), false, {silence}});
    drive.wait(minutes{10});
    CHECK(drive.told() == Told{Transition::opened});
    drive.clear({});
    drive.wait(minutes{10});
    CHECK(drive.told() == Told{Transition::opened, Transition::resolved});
}

TEST_CASE("muting: a change that was withheld is told when the silence ends",
          "[incidents][muting]") {
    Muted drive;
    const std::string id = Drive::only(drive.say({})).id;
    drive.wait(minutes{1});
    drive.judge(id, {}, {silence});
    Words worse;
    worse.phase = Phase::occurring;
    drive.wait(minutes{1});
    drive.give(SymptomArrived{
        drive.now, make_symptom(worse, SymptomStatus::updated, drive.now), false, {silence}});
    drive.wait(minutes{10});
    drive.judge(id, {}, {});
    CHECK(drive.told() == Told{Transition::opened, Transition::changed});
}

TEST_CASE("muting: one active symptom that is not muted is enough to be heard",
          "[incidents][muting]") {
    Muted drive;
    const std::string id = Drive::only(drive.say_muted({}, {silence})).id;
    drive.wait(minutes{1});
    CHECK(drive.told().empty());
    Words other;
    other.id = "episode-2";
    other.kind = "filesystem.inodes.exhaustion";
    CHECK(Drive::only(drive.say(other)).id == id);
    CHECK(drive.told() == Told{Transition::opened});
    CHECK(drive.of(EventKind::unsuppressed).at(0).reason.code == "not_covered");
    // When that one is over, what is left is muted again.
    drive.wait(minutes{1});
    drive.clear(other);
    CHECK(drive.incident(id).is_muted());
    CHECK(drive.of(EventKind::suppressed).size() == 2);
}

TEST_CASE("muting: it stays muted while it recovers, and through a relapse that is muted",
          "[incidents][muting]") {
    Muted drive;
    const std::string id = Drive::only(drive.say_muted({}, {silence})).id;
    drive.wait(minutes{1});
    drive.clear({});
    CHECK(drive.incident(id).is_muted());
    drive.wait(minutes{1});
    Words again;
    again.id = "episode-2";
    drive.say_muted(again, {silence});
    drive.wait(minutes{1});
    CHECK(drive.told().empty());
    CHECK(drive.of(EventKind::suppressed).size() == 1);
    drive.clear(again);
    again.id = "episode-3";
    drive.say(again);
    CHECK(drive.told() == Told{Transition::opened});
}

TEST_CASE("muting: another silence that takes over is one more line, other words of one are none",
          "[incidents][muting]") {
    Muted drive;
    const std::string id = Drive::only(drive.say_muted({}, {silence})).id;
    drive.judge(id, {}, {{"silence", "s-1", "ann's silence, longer"}});
    CHECK(drive.of(EventKind::suppressed).size() == 1);
    CHECK(drive.incident(id).muted_by.at(0).text == "ann's silence, longer");
    const TimePoint since = *drive.incident(id).muted_since;
    drive.wait(minutes{1});
    drive.judge(id, {}, {window});
    CHECK(drive.of(EventKind::suppressed).size() == 2);
    CHECK(drive.of(EventKind::suppressed).at(1).reason.code == "maintenance");
    CHECK(drive.incident(id).muted_since == since);
    const Changes same = drive.judge(id, {}, {window});
    CHECK(same.empty());
}

TEST_CASE("muting: an incident does not mute itself", "[incidents][muting]") {
    Muted drive;
    const std::string id = Drive::only(drive.say({})).id;
    drive.judge(id, {}, {{"dependency", id, "itself"}});
    CHECK_FALSE(drive.incident(id).is_muted());
    drive.wait(minutes{1});
    CHECK(drive.told() == Told{Transition::opened});
}

TEST_CASE("muting: a warning before the end is told at most on behalf of one, and is no last word",
          "[incidents][muting]") {
    Muted drive;
    const std::string id = Drive::only(drive.say_muted({}, {silence})).id;
    drive.give(SuppressionEnding{drive.now, id, {"ending_soon", "in 15 min"}, false});
    CHECK(drive.told().empty());
    CHECK(drive.of(EventKind::suppression_ending).size() == 1);
    const Changes changes =
        drive.give(SuppressionEnding{drive.now, id, {"ending_soon", "in 15 min"}, true});
    CHECK(drive.told() == Told{Transition::suppression_ending});
    CHECK(changes.announcements.at(0).revision == Drive::only(changes).revision);
    CHECK_FALSE(drive.incident(id).last_word);
}

TEST_CASE("muting: what is judged or warned of an unknown incident is refused",
          "[incidents][muting]") {
    Muted drive;
    CHECK(drive.engine.apply(MutesJudged{drive.now, "inc-none", {}}).error().code ==
          Errc::not_found);
    CHECK(drive.engine.apply(SuppressionEnding{drive.now, "inc-none", {}, true}).error().code ==
          Errc::not_found);
}

TEST_CASE("muting: an engine made anew from what was stored knows what is muted",
          "[incidents][muting]") {
    Muted drive;
    const std::string id = Drive::only(drive.say_muted({}, {silence})).id;
    drive.wait(minutes{10});
    Muted again;
    again.engine = Engine{{}, {drive.incident(id)}, 2};
    again.now = drive.now;
    again.wait(hours{1});
    CHECK(again.told().empty());
    again.judge(id, {}, {});
    CHECK(again.told() == Told{Transition::opened});
}
