#include <catch2/catch.hpp>

#include "server/incidents/absence.hpp"
#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

Settings small_settings() {
    Settings settings;
    settings.symptoms_per_incident_max = 2;
    return settings;
}

/// One of several faults of a disk on one host: kin, whatever its number.
Words fault(int number) {
    Words words;
    words.kind = "disk.fault." + std::to_string(number);
    words.id = "episode-" + std::to_string(number);
    words.component = "disk vda";
    return words;
}

/// One fault on one of many hosts.
Words fault_on(int host, const std::string& kind = "network.down") {
    Words words;
    words.host = "host-" + std::to_string(host);
    words.kind = kind;
    words.id = words.host + "/" + kind;
    words.component = "interface eth0";
    words.phase = Phase::occurring;
    words.expected_in = Duration{0};
    return words;
}

/// Four faults, of which two are members.
struct Crowded {
    Drive drive{small_settings()};
    std::string id;

    Crowded() {
        for (int number = 1; number <= 4; ++number) {
            const Changes changes = drive.say(fault(number));
            if (number == 1) id = Drive::only(changes).id;
        }
    }

    const Incident& incident() { return drive.incident(id); }
};

}  // namespace

TEST_CASE("storm: what is beyond the bound is a member of the incident, with a record of its own",
          "[incidents][storm]") {
    Crowded crowded;
    const Incident& incident = crowded.incident();
    CHECK(incident.symptoms.size() == 2);
    CHECK(incident.symptoms_beyond == 2);
    CHECK(incident.beyond.active == 2);
    CHECK(incident.beyond.hosts == 0);
    const Changes changes = crowded.drive.say(fault(5));
    CHECK(changes.incidents.empty());
    REQUIRE(changes.members.size() == 1);
    const Member& member = std::get<MemberEntered>(changes.members[0]).member;
    CHECK(member.incident == incident.number);
    CHECK(member.words.kind == "disk.fault.5");
    CHECK(member.words.episode == "episode-5");
    CHECK(member.words.because == "same_host, same_component, close_in_time, score");
    CHECK(member.state.is_active());
}

TEST_CASE("storm: an incident resolves only when its members have cleared too",
          "[incidents][storm]") {
    Crowded crowded;
    crowded.drive.wait(minutes{1});
    for (const int number : {1, 2, 3})
        crowded.drive.clear(fault(number));
    CHECK_FALSE(crowded.incident().recovering_since);
    crowded.drive.wait(hours{1});
    CHECK(crowded.incident().is_open());
    crowded.drive.clear(fault(4));
    CHECK(crowded.incident().recovering_since == crowded.drive.now);
    crowded.drive.wait(minutes{2});
    CHECK(crowded.incident().state == IncidentState::resolved);
}

TEST_CASE("storm: repeats about a member change nothing", "[incidents][storm]") {
    Crowded crowded;
    CHECK(crowded.drive.say(fault(4)).empty());
    crowded.drive.wait(seconds{10});
    CHECK_FALSE(crowded.drive.clear(fault(4)).empty());
    CHECK(crowded.drive.clear(fault(4)).empty());
    CHECK(crowded.drive.say(fault(4)).empty());
    CHECK(crowded.incident().beyond.active == 1);
}

TEST_CASE("storm: a member that comes back ends the soak, or reopens", "[incidents][storm]") {
    Crowded crowded;
    crowded.drive.wait(minutes{1});
    for (int number = 1; number <= 4; ++number)
        crowded.drive.clear(fault(number));
    Words again = fault(4);
    again.id = "again";
    crowded.drive.say(again);
    CHECK_FALSE(crowded.incident().recovering_since);
    CHECK(crowded.drive.last(EventKind::relapsed).reason.code == "raised_again");
    crowded.drive.wait(minutes{1});
    crowded.drive.clear(again);
    crowded.drive.wait(minutes{3});
    REQUIRE(crowded.incident().state == IncidentState::resolved);
    again.id = "once more";
    const Changes changes = crowded.drive.say(again);
    CHECK(crowded.incident().is_open());
    CHECK(crowded.drive.last(EventKind::reopened).reason.code == "raised_again");
    CHECK(std::get<MemberEntered>(changes.members.at(0)).member.state.times_raised == 3);
}

TEST_CASE("storm: after the relapse window a member begins a new incident", "[incidents][storm]") {
    Settings settings = small_settings();
    settings.relapse_window = hours{1};
    Drive drive(settings);
    const std::string id = Drive::only(drive.say(fault(1))).id;
    drive.say(fault(2));
    drive.say(fault(3));
    drive.wait(minutes{1});
    for (int number = 1; number <= 3; ++number)
        drive.clear(fault(number));
    drive.wait(hours{2});
    Words again = fault(3);
    again.id = "again";
    again.onset = hours{2};
    drive.say(again);
    CHECK(drive.engine.open_count() == 1);
    CHECK_FALSE(drive.incident(id).is_open());
    again.id = "and again";
    CHECK(Drive::only(drive.say(again)).id != id);
}

TEST_CASE("storm: members whose agent began anew and is silent about them are over",
          "[incidents][storm]") {
    Crowded crowded;
    crowded.drive.wait(seconds{10});
    crowded.drive.give(AgentStarted{crowded.drive.now, "web-1"});
    crowded.drive.wait(minutes{5});
    crowded.drive.say(fault(3), SymptomStatus::updated);
    crowded.drive.wait(minutes{6});
    CHECK(crowded.incident().beyond.active == 1);
    CHECK(crowded.incident().is_open());
    crowded.drive.clear(fault(3));
    crowded.drive.wait(minutes{3});
    CHECK(crowded.incident().state == IncidentState::resolved);
}

TEST_CASE("storm: many hosts make one incident, and it is told once a second what it counts",
          "[incidents][storm]") {
    Drive drive;
    std::size_t bodies = 0;
    std::string id;
    constexpr int hosts = 1000;
    for (int host = 0; host < hosts; ++host) {
        for (const char* kind : {"network.down", "dns.fails", "ntp.lost"}) {
            Words words = fault_on(host, kind);
            words.leads_to = {"dns.fails", "ntp.lost", "network.down"};
            words.onset = drive.now - start;
            bodies += drive.say(words).incidents.size();
            if (id.empty()) id = drive.events.front().incident_id;
        }
        drive.wait(std::chrono::milliseconds{10});
    }
    drive.wait(seconds{2});
    CHECK(drive.engine.open_count() == 1);
    const Incident& incident = drive.incident(id);
    CHECK(incident.symptoms.size() + incident.symptoms_beyond == 3 * hosts);
    CHECK(incident.symptoms.size() <= 3 * Settings{}.symptoms_per_kind_max);
    CHECK(host_count(incident) == hosts);
    CHECK(incident.title.find("and 999 more hosts") != std::string::npos);
    CHECK(incident.priority.impact == 1);
    CHECK(bodies < 100);
    CHECK(drive.last(EventKind::symptom_joined).reason.code == "storm");
    CHECK(drive.last(EventKind::symptom_joined).reason.text.find("hosts by now") !=
          std::string::npos);

    for (int host = 0; host < hosts; ++host) {
        for (const char* kind : {"network.down", "dns.fails", "ntp.lost"}) {
            CHECK_FALSE(drive.incident(id).recovering_since);
            drive.clear(fault_on(host, kind));
        }
    }
    CHECK(drive.incident(id).recovering_since == drive.now);
    drive.wait(minutes{2});
    CHECK(drive.incident(id).state == IncidentState::resolved);
}

TEST_CASE("storm: what is worse than all that is kept is kept whole", "[incidents][storm]") {
    Drive drive;
    std::string id;
    for (int host = 0; host < 100; ++host) {
        drive.say(fault_on(host));
        if (id.empty()) id = drive.events.front().incident_id;
    }
    const std::size_t kept = drive.incident(id).symptoms.size();
    Words worse = fault_on(100);
    worse.severity = Severity::critical;
    drive.say(worse);
    CHECK(drive.incident(id).symptoms.size() == kept + 1);
    CHECK(drive.incident(id).severity == Severity::critical);
    CHECK(drive.incident(id).sentence.find("host-100") != std::string::npos);
}

TEST_CASE("storm: while the agent of a member's host is lost the soak goes on",
          "[incidents][storm]") {
    Drive drive;
    std::string id;
    constexpr int hosts = 60;
    for (int host = 0; host < hosts; ++host) {
        drive.say(fault_on(host));
        if (id.empty()) id = drive.events.front().incident_id;
    }
    REQUIRE(drive.incident(id).symptoms_beyond > 0);
    Words lost = fault_on(hosts - 1, std::string{agent_lost_kind});
    lost.component = agent_component;
    drive.say(lost);
    drive.wait(minutes{1});
    for (int host = 0; host < hosts; ++host)
        drive.clear(fault_on(host));
    REQUIRE(drive.incident(id).recovering_since);
    drive.wait(minutes{10});
    CHECK(drive.incident(id).is_open());
    drive.clear(lost);
    drive.wait(minutes{2});
    CHECK(drive.incident(id).state == IncidentState::resolved);
}

TEST_CASE("storm: the timeline does not grow with the members", "[incidents][storm]") {
    Drive drive;
    for (int host = 0; host < 500; ++host)
        drive.say(fault_on(host));
    const std::size_t before = drive.events.size();
    for (int host = 500; host < 1000; ++host)
        drive.say(fault_on(host));
    CHECK(drive.events.size() == before);
}

TEST_CASE("storm: at the bound of members one more is counted and refused, and changes nothing",
          "[incidents][storm]") {
    Settings settings = small_settings();
    settings.members_per_incident_max = 2;
    Drive drive{settings};
    const std::string id = Drive::only(drive.say(fault(1))).id;
    for (const int number : {2, 3, 4})
        drive.say(fault(number));
    CHECK(drive.incident(id).symptoms_beyond == 2);
    CHECK(drive.engine.members_refused() == 0);
    const Changes changes = drive.say(fault(5));
    CHECK(changes.members.empty());
    CHECK(drive.incident(id).symptoms_beyond == 2);
    CHECK(drive.engine.members_refused() == 1);
    drive.clear(fault(4));
    CHECK(drive.incident(id).beyond.active == 1);
}

TEST_CASE("storm: what would be more than one incident may have is not put together",
          "[incidents][storm]") {
    Settings settings = small_settings();
    settings.members_per_incident_max = 2;
    Drive drive{settings};
    const std::string id = Drive::only(drive.say(fault(1))).id;
    for (const int number : {2, 3})
        drive.say(fault(number));
    Words other = fault(9);
    other.host = "db-1";
    other.kind = "memory.fault";
    other.component = "memory";
    const std::string second = Drive::only(drive.say(other)).id;
    REQUIRE(second != id);
    const auto fits = drive.engine.apply(MergeAsked{drive.now, id, {second}, "ann", "one cause"});
    CHECK(fits);
    other.host = "db-2";
    const std::string third = Drive::only(drive.say(other)).id;
    REQUIRE(third != id);
    const auto too_many =
        drive.engine.apply(MergeAsked{drive.now, id, {third}, "ann", "one cause"});
    REQUIRE_FALSE(too_many);
    CHECK(too_many.error().code == Errc::conflict);
    CHECK(drive.incident(third).is_open());
}
