#include "server/incidents/engine.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

const Words var_full{};

Words other_fault() {
    Words words;
    words.id = "episode-2";
    words.component = "interface eth0";
    words.kind = "network.errors";
    words.expected_in = Duration{0};
    return words;
}

}  // namespace

TEST_CASE("engine: a raised symptom opens an incident with its own words", "[incidents][S4]") {
    Drive drive;
    const Incident incident = Drive::only(drive.say(var_full));
    CHECK(incident.number == 1);
    CHECK(incident.id.size() == 20);
    CHECK(incident.revision == 1);
    CHECK(incident.state == IncidentState::fresh);
    CHECK(incident.title == "filesystem /var on web-1: writes fail soon");
    CHECK(incident.sentence == "filesystem /var on web-1 is in trouble");
    CHECK(incident.category == "storage");
    CHECK(incident.phase == Phase::impending);
    CHECK(incident.first_sign_at == start - minutes{2});
    CHECK(incident.priority.level == 3);
    REQUIRE(incident.forecast);
    CHECK(incident.forecast->expected == start + minutes{60});
    REQUIRE(drive.events.size() == 1);
    CHECK(drive.events[0].kind == EventKind::opened);
    CHECK(drive.events[0].reason.text == "no open incident on web-1");
    CHECK(drive.announcements.empty());
}

TEST_CASE("engine: the first word goes out after the hold, once", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(var_full)).id;
    drive.wait(seconds{2});
    CHECK(drive.announcements.empty());
    drive.wait(seconds{1});
    REQUIRE(drive.told() == std::vector{Transition::opened});
    CHECK(drive.announcements[0].revision == drive.incident(id).revision);
    CHECK(drive.incident(id).announced_at == start + seconds{3});
    drive.wait(minutes{1});
    CHECK(drive.announcements.size() == 1);
}

TEST_CASE("engine: what vanishes within the hold is recorded and never announced", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(var_full)).id;
    drive.wait(seconds{1});
    drive.clear(var_full);
    drive.wait(minutes{5});
    CHECK(drive.incident(id).state == IncidentState::resolved);
    CHECK(drive.incident(id).outcome == Outcome::prevented);
    CHECK(drive.count(EventKind::resolved) == 1);
    CHECK(drive.announcements.empty());
}

TEST_CASE("engine: it is resolved only after every symptom cleared and the soak",
          "[incidents][S27]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(var_full)).id;
    Words inodes = var_full;
    inodes.id = "episode-2";
    inodes.kind = "filesystem.inodes.exhaustion";
    CHECK(Drive::only(drive.say(inodes)).id == id);
    drive.wait(minutes{1});
    drive.clear(var_full);
    CHECK_FALSE(drive.incident(id).recovering_since);
    drive.wait(minutes{10});
    CHECK(drive.incident(id).is_open());
    drive.clear(inodes);
    CHECK(drive.incident(id).recovering_since == drive.now);
    drive.wait(seconds{119});
    CHECK(drive.incident(id).is_open());
    drive.wait(seconds{1});
    CHECK(drive.incident(id).state == IncidentState::resolved);
    CHECK(drive.last(EventKind::resolved).reason.code == "soak_over");
    CHECK(drive.told() == std::vector{Transition::opened, Transition::resolved});
}

TEST_CASE("engine: a disruption that came and went is recovered, not prevented", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(var_full)).id;
    drive.wait(minutes{1});
    Words worse = var_full;
    worse.phase = Phase::occurring;
    drive.say(worse, SymptomStatus::updated);
    CHECK(drive.last(EventKind::phase_changed).to == "occurring");
    worse.phase = Phase::impending;
    drive.wait(minutes{1});
    drive.say(worse, SymptomStatus::updated);
    CHECK(drive.last(EventKind::phase_changed).reason.code == "disruption_receded");
    drive.clear(var_full);
    drive.wait(minutes{3});
    CHECK(drive.incident(id).outcome == Outcome::recovered);
}

TEST_CASE("engine: a return during the soak is a relapse of the same incident",
          "[incidents][S27]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(var_full)).id;
    drive.wait(minutes{1});
    drive.clear(var_full);
    drive.wait(seconds{90});
    Words again = var_full;
    again.id = "episode-2";
    CHECK(Drive::only(drive.say(again)).id == id);
    CHECK(drive.count(EventKind::relapsed) == 1);
    CHECK(drive.incident(id).symptoms.at(0).times_raised == 2);
    CHECK_FALSE(drive.incident(id).recovering_since);
    drive.wait(minutes{5});
    CHECK(drive.incident(id).is_open());
    CHECK(drive.told() == std::vector{Transition::opened});
}

TEST_CASE("engine: a return within the relapse window reopens the same incident",
          "[incidents][S27]") {
    Settings settings;
    settings.relapse_window = hours{6};
    Drive drive(settings);
    const std::string id = Drive::only(drive.say(var_full)).id;
    drive.wait(minutes{1});
    drive.clear(var_full);
    drive.wait(minutes{2});
    const TimePoint resolved_at = drive.now;
    REQUIRE(drive.incident(id).resolved_at == resolved_at);
    drive.wait(hours{6});
    Words again = var_full;
    again.id = "episode-2";
    CHECK(Drive::only(drive.say(again)).id == id);
    CHECK(drive.incident(id).state == IncidentState::fresh);
    CHECK(drive.incident(id).outcome == Outcome::open);
    CHECK(drive.incident(id).times_reopened == 1);
    CHECK_FALSE(drive.incident(id).resolved_at);
    drive.wait(seconds{3});
    CHECK(drive.told() ==
          std::vector{Transition::opened, Transition::resolved, Transition::reopened});
}

TEST_CASE("engine: a return beyond the relapse window is a new incident", "[incidents]") {
    Settings settings;
    settings.relapse_window = hours{6};
    Drive drive(settings);
    const std::string id = Drive::only(drive.say(var_full)).id;
    drive.wait(minutes{1});
    drive.clear(var_full);
    drive.wait(minutes{2} + hours{6} + seconds{1});
    Words again = var_full;
    again.id = "episode-2";
    const Incident fresh = Drive::only(drive.say(again));
    CHECK(fresh.id != id);
    CHECK(fresh.number == 2);
    CHECK(drive.incident(id).state == IncidentState::resolved);
    drive.clear(again);
    CHECK(drive.engine.find(fresh.id)->recovering_since == drive.now);
}

TEST_CASE("engine: a return that vanishes within the hold says nothing", "[incidents]") {
    Drive drive;
    drive.say(var_full);
    drive.wait(minutes{1});
    drive.clear(var_full);
    drive.wait(minutes{5});
    Words again = var_full;
    again.id = "episode-2";
    drive.say(again);
    drive.wait(seconds{1});
    drive.clear(again);
    drive.wait(minutes{5});
    CHECK(drive.told() == std::vector{Transition::opened, Transition::resolved});
    CHECK(drive.count(EventKind::resolved) == 2);
}

TEST_CASE("engine: nobody objecting closes it and it is forgotten", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(var_full)).id;
    drive.wait(minutes{1});
    drive.clear(var_full);
    drive.wait(minutes{2} + hours{24} - seconds{1});
    CHECK(drive.incident(id).state == IncidentState::resolved);
    drive.wait(seconds{1});
    CHECK(drive.engine.find(id) == nullptr);
    CHECK(drive.last(EventKind::closed).reason.code == "silent_consent");
    CHECK(drive.told() ==
          std::vector{Transition::opened, Transition::resolved, Transition::closed});
    CHECK(Drive::only(drive.say(var_full)).number == 2);
}

TEST_CASE("engine: repeats and older words change nothing", "[incidents]") {
    Drive drive;
    drive.say(var_full);
    const TimePoint raised_at = drive.now;
    CHECK(drive.say(var_full).empty());
    drive.wait(minutes{1});
    drive.say(var_full, SymptomStatus::updated);
    CHECK(drive.say(var_full, SymptomStatus::updated).empty());
    const Symptom late = make_symptom(var_full, SymptomStatus::updated, raised_at + seconds{30});
    CHECK(drive.give(SymptomArrived{drive.now, late, false}).empty());
    drive.wait(seconds{10});
    drive.clear(var_full);
    CHECK(drive.clear(var_full).empty());
    CHECK(drive.say(var_full, SymptomStatus::updated).empty());
    CHECK(drive.say(var_full).empty());
}

TEST_CASE("engine: a repeat of an earlier episode changes nothing", "[incidents]") {
    Drive drive;
    drive.say(var_full);
    drive.wait(seconds{10});
    drive.clear(var_full);
    Words again = var_full;
    again.id = "episode-2";
    drive.wait(seconds{10});
    drive.say(again);
    CHECK(drive.say(var_full).empty());
    CHECK(drive.clear(var_full).empty());
}

TEST_CASE("engine: a clear of what nobody knows changes nothing", "[incidents]") {
    Drive drive;
    CHECK(drive.clear(var_full).empty());
    CHECK(drive.engine.open_count() == 0);
}

TEST_CASE("engine: an update of what nobody knows opens an incident", "[incidents]") {
    Drive drive;
    CHECK(Drive::only(drive.say(var_full, SymptomStatus::updated)).number == 1);
}

TEST_CASE("engine: a new run's episode carries on the incident of the old one", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(var_full)).id;
    drive.wait(minutes{1});
    Words renewed = var_full;
    renewed.id = "episode-of-new-run";
    CHECK(Drive::only(drive.say(renewed)).id == id);
    CHECK(drive.last(EventKind::symptom_updated).reason.code == "episode_renewed");
    drive.wait(seconds{1});
    Words unheard = var_full;
    unheard.id = "episode-whose-raise-was-lost";
    drive.clear(unheard);
    CHECK(drive.incident(id).recovering_since == drive.now);
}

TEST_CASE("engine: a stale clear of an unknown episode changes nothing", "[incidents]") {
    Drive drive;
    drive.wait(minutes{1});
    const std::string id = Drive::only(drive.say(var_full)).id;
    Words unknown = var_full;
    unknown.id = "episode-0";
    const Symptom stale = make_symptom(unknown, SymptomStatus::cleared, drive.now - seconds{1});
    CHECK(drive.give(SymptomArrived{drive.now, stale, false}).empty());
    CHECK(drive.incident(id).has_active_symptoms());
}

TEST_CASE("engine: the newest sixteen past episodes are remembered", "[incidents]") {
    Drive drive;
    std::string id;
    for (int episode = 0; episode <= 17; ++episode) {
        Words words = var_full;
        words.id = "episode-" + std::to_string(episode);
        id = Drive::only(drive.say(words)).id;
        drive.wait(seconds{1});
    }
    const IncidentSymptom& known = drive.incident(id).symptoms.at(0);
    CHECK(known.times_raised == 18);
    REQUIRE(known.past_episodes.size() == 16);
    CHECK(known.past_episodes.front() == "episode-1");
    CHECK(known.past_episodes.back() == "episode-16");
}

TEST_CASE("engine: an agent clock set back does not hide a new episode", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(var_full)).id;
    drive.wait(seconds{30});
    drive.clear(var_full);
    drive.wait(seconds{30});
    Words again = var_full;
    again.id = "episode-2";
    const Symptom in_the_past = make_symptom(again, SymptomStatus::raised, start - hours{5});
    CHECK(Drive::only(drive.give(SymptomArrived{drive.now, in_the_past, false})).id == id);
    CHECK(drive.incident(id).has_active_symptoms());
}

TEST_CASE("engine: the snapshot of the onset stays with the symptom", "[incidents][S8]") {
    Drive drive;
    Symptom raised = make_symptom(var_full, SymptomStatus::raised, start);
    raised.snapshot = HostSnapshot{start, {{"processes", {"pid"}, {{"42"}}, 0}}};
    const std::string id = Drive::only(drive.give(SymptomArrived{start, raised, false})).id;
    drive.wait(seconds{10});
    drive.say(var_full, SymptomStatus::updated);
    REQUIRE(drive.incident(id).symptoms.at(0).symptom.snapshot);
    CHECK(drive.incident(id).symptoms.at(0).symptom.snapshot->taken_at == start);
    Words again = var_full;
    again.id = "episode-2";
    Symptom renewed = make_symptom(again, SymptomStatus::raised, drive.now);
    renewed.snapshot = HostSnapshot{drive.now, {}};
    drive.give(SymptomArrived{drive.now, renewed, false});
    CHECK(drive.incident(id).symptoms.at(0).symptom.snapshot->taken_at == drive.now);
}

TEST_CASE("engine: lines about one symptom's figures are at most one a minute", "[incidents]") {
    Drive drive;
    drive.say(var_full);
    for (int second = 0; second < 300; second += 5) {
        drive.wait(seconds{5});
        drive.say(var_full, SymptomStatus::updated);
    }
    CHECK(drive.count(EventKind::symptom_updated) == 5);
}

TEST_CASE("engine: unrelated faults of one host at one time are two incidents", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(var_full)).id;
    CHECK(Drive::only(drive.say(other_fault())).id != id);
    CHECK(drive.engine.open_count() == 2);
    CHECK(drive.last(EventKind::opened).reason.text ==
          "nothing to do with the 1 open on web-1: incident 1 comes nearest with 40 % where 60 % "
          "is needed");
}

TEST_CASE("engine: a known cause joins what it caused, with reasons", "[incidents]") {
    Drive drive;
    Words cause = var_full;
    cause.leads_to = {"service.down"};
    const std::string id = Drive::only(drive.say(cause)).id;
    drive.wait(minutes{20});
    Words effect = other_fault();
    effect.kind = "service.down";
    effect.component = "process shop (pid 42)";
    effect.onset = minutes{20};
    CHECK(Drive::only(drive.say(effect)).id == id);
    const auto& because = drive.incident(id).symptoms.at(1).joined_because;
    REQUIRE(because.size() == 4);
    CHECK(because[0].code == "same_host");
    CHECK(because[1].code == "known_cause");
    CHECK(because[2].code == "first_sign_order");
    CHECK(because[3] == Reason{"score", "80 % where 60 % is needed"});
    CHECK(drive.last(EventKind::symptom_joined).reason.code == "correlated");
}

TEST_CASE("engine: a related symptom ends the recovery of its incident", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(var_full)).id;
    drive.wait(seconds{30});
    drive.clear(var_full);
    Words inodes = var_full;
    inodes.id = "episode-2";
    inodes.kind = "filesystem.inodes.exhaustion";
    CHECK(Drive::only(drive.say(inodes)).id == id);
    CHECK_FALSE(drive.incident(id).recovering_since);
    CHECK(drive.last(EventKind::relapsed).reason.code == "new_symptom");
}

TEST_CASE("engine: time alone makes it more urgent as the disruption comes near",
          "[incidents][S7]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(var_full)).id;
    drive.wait(minutes{29});
    CHECK(drive.incident(id).priority.level == 3);
    drive.wait(minutes{1});
    CHECK(drive.incident(id).priority.level == 2);
    const Event changed = drive.last(EventKind::priority_changed);
    CHECK(changed.from == "P3");
    CHECK(changed.to == "P2");
    CHECK(changed.reason.code == "more_urgent");
    CHECK_THAT(changed.reason.text, Catch::Contains("expected in 30 min: writes fail"));
    CHECK(drive.told() == std::vector{Transition::opened, Transition::changed});
}

TEST_CASE("engine: worse is told at once, calmer after it has stayed so", "[incidents]") {
    Drive drive;
    drive.say(var_full);
    drive.wait(minutes{1});
    Words worse = var_full;
    worse.expected_in = minutes{10};
    drive.say(worse, SymptomStatus::updated);
    CHECK(drive.told() == std::vector{Transition::opened, Transition::changed});
    drive.wait(seconds{10});
    drive.say(var_full, SymptomStatus::updated);
    drive.wait(seconds{10});
    drive.say(worse, SymptomStatus::updated);
    drive.wait(seconds{10});
    drive.say(var_full, SymptomStatus::updated);
    CHECK(drive.announcements.size() == 2);
    drive.wait(minutes{5});
    CHECK(drive.announcements.size() == 3);
}

TEST_CASE("engine: a bound on open incidents refuses and changes nothing", "[incidents]") {
    Settings settings;
    settings.open_incidents_max = 1;
    Drive drive(settings);
    const std::string id = Drive::only(drive.say(var_full)).id;
    const Symptom second = make_symptom(other_fault(), SymptomStatus::raised, start);
    const auto refused = drive.engine.apply(SymptomArrived{start, second, false});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unavailable);
    drive.clear(var_full);
    drive.wait(minutes{2});
    CHECK(Drive::only(drive.say(other_fault())).number == 2);
    CHECK(drive.incident(id).state == IncidentState::resolved);
}

TEST_CASE("engine: too many resolved incidents close the oldest early", "[incidents]") {
    Settings settings;
    settings.resolved_incidents_max = 1;
    Drive drive(settings);
    const std::string first = Drive::only(drive.say(var_full)).id;
    drive.clear(var_full);
    drive.wait(minutes{3});
    const std::string second = Drive::only(drive.say(other_fault())).id;
    drive.clear(other_fault());
    CHECK(drive.engine.find(first) != nullptr);
    drive.wait(minutes{3});
    CHECK(drive.engine.find(first) == nullptr);
    CHECK(drive.engine.find(second) != nullptr);
    CHECK(drive.last(EventKind::closed).reason.code == "room_needed");
}

TEST_CASE("engine: what is resolved and closed in one go appears once", "[incidents]") {
    Settings settings;
    settings.resolved_incidents_max = 0;
    Drive drive(settings);
    drive.say(var_full);
    drive.clear(var_full);
    const Changes changes = drive.give(TimePassed{start + minutes{3}});
    REQUIRE(changes.incidents.size() == 1);
    CHECK(changes.incidents[0].state == IncidentState::closed);
    CHECK(changes.events.size() == 2);
}

TEST_CASE("engine: symptoms without id, kind or host are invalid", "[incidents]") {
    Engine engine({}, {}, 1);
    for (std::string Words::*missing : {&Words::id, &Words::kind, &Words::host}) {
        Words words;
        words.*missing = "";
        const Symptom symptom = make_symptom(words, SymptomStatus::raised, start);
        const auto changes = engine.apply(SymptomArrived{start, symptom, false});
        REQUIRE_FALSE(changes);
        CHECK(changes.error().code == Errc::invalid);
    }
}
