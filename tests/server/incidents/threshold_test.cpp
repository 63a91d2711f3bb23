#include "server/incidents/threshold.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

using Effect = ThresholdRule::Effect;

/// So many faults of one disk are one incident.
Words fault(int number) {
    Words words;
    words.kind = "disk.fault." + std::to_string(number);
    words.id = "episode-" + std::to_string(number);
    words.component = "disk vda";
    words.phase = Phase::occurring;
    words.severity = Severity::critical;
    words.expected_in = Duration{0};
    return words;
}

Settings with_rule(ThresholdRule rule) {
    Settings settings;
    settings.thresholds = {std::move(rule)};
    return settings;
}

}  // namespace

TEST_CASE("threshold: below the number an incident is on record and not told", "[incidents]") {
    Drive drive(with_rule({"disk.*", 1, 3, Effect::announce}));
    const std::string id = Drive::only(drive.say(fault(1))).id;
    drive.say(fault(2));
    drive.wait(hours{1});
    CHECK(drive.incident(id).is_open());
    CHECK(drive.told().empty());
    drive.say(fault(3));
    drive.wait(seconds{1});
    CHECK(drive.told() == std::vector{Transition::opened});
}

TEST_CASE("threshold: a symptom of another kind frees it", "[incidents]") {
    Drive drive(with_rule({"disk.*", 1, 5, Effect::announce}));
    drive.say(fault(1));
    drive.wait(minutes{1});
    Words other = fault(2);
    other.kind = "filesystem.state.read_only";
    drive.say(other);
    drive.wait(seconds{1});
    CHECK(drive.told() == std::vector{Transition::opened});
}

TEST_CASE("threshold: below the number the priority stays the lowest, and says why",
          "[incidents]") {
    Drive drive(with_rule({"disk.*", 1, 2, Effect::escalate}));
    const std::string id = Drive::only(drive.say(fault(1))).id;
    CHECK(drive.incident(id).priority.level == 5);
    const Reason why = drive.incident(id).priority.reasons.back();
    CHECK(why.code == "threshold");
    CHECK(why.text == "1 of the 1 hosts and 1 of the 2 symptoms that disk.* needs");
    drive.say(fault(2));
    CHECK(drive.incident(id).priority.level == 2);
}

TEST_CASE("threshold: hosts count as well", "[incidents]") {
    Incident incident;
    for (const char* host : {"a", "a", "b"}) {
        IncidentSymptom known;
        known.symptom.kind = "disk.fault";
        known.symptom.subject.host = host;
        incident.symptoms.push_back(known);
    }
    const Settings settings = with_rule({"disk.*", 3, 1, Effect::announce});
    CHECK(held_back_by(incident, settings, Effect::announce) == &settings.thresholds[0]);
    CHECK(held_back_by(incident, settings, Effect::escalate) == nullptr);
    incident.symptoms_beyond = incident.beyond.hosts = 1;
    CHECK(held_back_by(incident, settings, Effect::announce) == nullptr);
}
