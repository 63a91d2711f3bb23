#include <catch2/catch.hpp>

#include "server/incidents/absence.hpp"
#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

const Words fault{};

Words lost_agent() {
    Words words;
    words.id = "silence-1";
    words.kind = agent_lost_kind;
    words.component = agent_component;
    words.phase = Phase::occurring;
    words.severity = Severity::critical;
    words.expected_in = Duration{0};
    return words;
}

}  // namespace

TEST_CASE("watch: quiet on a host whose agent is lost proves no recovery", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    drive.wait(minutes{10});
    drive.clear(fault);
    drive.wait(seconds{60});
    drive.say(lost_agent());
    drive.wait(minutes{30});
    CHECK(drive.incident(id).is_open());
    drive.clear(lost_agent());
    CHECK(drive.incident(id).recovering_since == drive.now);
    drive.wait(seconds{119});
    CHECK(drive.incident(id).is_open());
    drive.wait(seconds{1});
    CHECK(drive.incident(id).state == IncidentState::resolved);
}

TEST_CASE("watch: a lost agent elsewhere does not hold a recovery up", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    Words elsewhere = lost_agent();
    elsewhere.host = "web-2";
    drive.say(elsewhere);
    drive.clear(fault);
    drive.wait(minutes{2});
    CHECK(drive.incident(id).state == IncidentState::resolved);
}

TEST_CASE("watch: soaks begin anew when the server was away", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    drive.wait(minutes{1});
    drive.clear(fault);
    drive.now += hours{1};
    drive.give(ListeningBegan{drive.now});
    CHECK(drive.last(EventKind::recovery_started).reason.code == "listening_began");
    CHECK(drive.give(ListeningBegan{drive.now}).empty());
    drive.wait(seconds{119});
    CHECK(drive.incident(id).is_open());
    drive.wait(seconds{1});
    CHECK(drive.incident(id).state == IncidentState::resolved);
}

TEST_CASE("watch: what a new agent run does not raise again is over", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    drive.wait(minutes{1});
    drive.give(AgentStarted{drive.now, "web-1"});
    CHECK(drive.give(AgentStarted{drive.now, "web-1"}).empty());
    drive.wait(minutes{10} - seconds{1});
    CHECK(drive.incident(id).has_active_symptoms());
    drive.wait(seconds{1});
    CHECK_FALSE(drive.incident(id).has_active_symptoms());
    CHECK(drive.last(EventKind::symptom_cleared).reason.code == "not_raised_again");
    drive.wait(minutes{2});
    CHECK(drive.incident(id).state == IncidentState::resolved);
}

TEST_CASE("watch: what a new agent run raises again goes on", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    drive.wait(minutes{1});
    drive.give(AgentStarted{drive.now, "web-1"});
    drive.wait(minutes{5});
    Words renewed = fault;
    SECTION("as the same episode") {
        drive.say(renewed, SymptomStatus::updated);
    }
    SECTION("as a new one") {
        renewed.id = "episode-2";
        drive.say(renewed);
    }
    drive.wait(minutes{30});
    CHECK(drive.incident(id).has_active_symptoms());
}

TEST_CASE("watch: an agent's start leaves its absence and other hosts alone", "[incidents]") {
    Drive drive;
    const std::string lost = Drive::only(drive.say(lost_agent())).id;
    Words elsewhere = fault;
    elsewhere.host = "web-2";
    const std::string other = Drive::only(drive.say(elsewhere)).id;
    CHECK(drive.give(AgentStarted{drive.now, "web-1"}).empty());
    drive.wait(minutes{11});
    CHECK(drive.incident(lost).has_active_symptoms());
    CHECK(drive.incident(other).has_active_symptoms());
}
