#include "server/incidents/forgotten_host.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

const Words fault{};

Words elsewhere(const std::string& host) {
    Words words;
    words.id = "fault-of-" + host;
    words.host = host;
    return words;
}

Changes forget(Drive& drive, const std::string& host) {
    return drive.give(HostForgotten{drive.now, host, "ann"});
}

}  // namespace

TEST_CASE("forgotten host: its incident is resolved at once, as dismissed, and all are told",
          "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    drive.wait(minutes{1});
    REQUIRE(drive.told() == std::vector{Transition::opened});
    forget(drive, fault.host);
    const Incident& incident = drive.incident(id);
    CHECK(incident.state == IncidentState::resolved);
    CHECK(incident.outcome == Outcome::dismissed);
    CHECK_FALSE(incident.has_active_symptoms());
    CHECK(incident.hosts() == std::vector{fault.host});
    const Event cleared = drive.last(EventKind::symptom_cleared);
    CHECK(cleared.reason.code == "host_forgotten");
    CHECK(cleared.actor == "ann");
    CHECK(drive.last(EventKind::resolved).reason.code == "host_forgotten");
    CHECK(drive.announcements.back().transition == Transition::resolved);
    CHECK(drive.announcements.back().phrase == "resolved.host_forgotten");
}

TEST_CASE("forgotten host: what others show keeps the incident open", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    const Incident second = Drive::only(drive.say(elsewhere("web-2")));
    if (second.id != id) drive.give(MergeAsked{drive.now, id, {second.id}, "ann", "one fault"});
    forget(drive, fault.host);
    CHECK(drive.incident(id).is_open());
    CHECK(drive.incident(id).has_active_symptoms());
    forget(drive, "web-2");
    CHECK(drive.incident(id).state == IncidentState::resolved);
}

TEST_CASE("forgotten host: nobody who was not told of it hears that it is over", "[incidents]") {
    Drive drive;
    Drive::only(drive.say(fault));
    forget(drive, fault.host);
    drive.wait(hours{1});
    CHECK(drive.told().empty());
}

TEST_CASE("forgotten host: one that comes back with the same fault still there is news",
          "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    forget(drive, fault.host);
    drive.wait(minutes{5});
    drive.say(fault, SymptomStatus::updated);
    CHECK(drive.incident(id).is_open());
    CHECK(drive.count(EventKind::reopened) == 1);
}

TEST_CASE("forgotten host: an incident that a person reopened stays open", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    drive.give(ResolveAsked{drive.now, id, "ann", "done"});
    drive.give(PersonStep{drive.now, id, "ann", Reopen{"not done"}});
    forget(drive, fault.host);
    CHECK(drive.incident(id).is_open());
}

TEST_CASE("forgotten host: of others, and without an actor, nothing changes", "[incidents]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    CHECK(forget(drive, "web-9").empty());
    CHECK_FALSE(drive.engine.apply(HostForgotten{drive.now, fault.host, ""}));
    CHECK(drive.incident(id).has_active_symptoms());
}
