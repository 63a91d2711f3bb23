#include "server/incidents/spread.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

/// Two racks of four hosts, "r1-0" to "r2-3".
Drive two_racks(Settings settings = {}) {
    Drive drive(settings);
    for (const std::string rack : {"r1", "r2"}) {
        for (int i = 0; i < 4; ++i) {
            drive.give(HostDescribed{drive.now,
                                     rack + "-" + std::to_string(i),
                                     {{"label.rack", rack, {}}, {"kernel", "6.1", {}}}});
        }
    }
    return drive;
}

Words lost(const std::string& host, Duration onset = Duration{0}) {
    Words words;
    words.id = "lost-" + host;
    words.host = host;
    words.component = "agent";
    words.kind = "agent.lost";
    words.onset = onset;
    words.expected_in = Duration{0};
    words.phase = Phase::occurring;
    return words;
}

bool has_reason(const IncidentSymptom& known, std::string_view code) {
    return std::any_of(known.joined_because.begin(), known.joined_because.end(),
                       [&](const Reason& reason) { return reason.code == code; });
}

}  // namespace

TEST_CASE("spread: one fault over a rack is one incident, and says what the hosts share",
          "[incidents]") {
    Drive drive = two_racks();
    const std::string id = Drive::only(drive.say(lost("r1-0"))).id;
    for (const char* host : {"r1-1", "r1-2", "r1-3"}) {
        drive.wait(seconds{5});
        drive.say(lost(host, drive.now - start));
    }
    CHECK(drive.engine.open_count() == 1);
    const Incident& incident = drive.incident(id);
    CHECK(incident.hosts().size() == 4);
    const IncidentSymptom& last = incident.symptoms.back();
    CHECK(has_reason(last, "same_kind"));
    REQUIRE(has_reason(last, "common_factor"));
    CHECK(has_reason(last, "score"));
    CHECK(incident.title.find("and 3 more hosts") != std::string::npos);
}

TEST_CASE("spread: the same fault on hosts that share what all hosts share stays two",
          "[incidents]") {
    Drive drive = two_racks();
    drive.say(lost("r1-0"));
    const Changes changes = drive.say(lost("r2-0"));
    CHECK(drive.engine.open_count() == 2);
    CHECK(drive.last(EventKind::opened).reason.text.find("other hosts") != std::string::npos);
    CHECK(changes.incidents.size() == 1);
}

TEST_CASE("spread: unrelated faults in one rack at one moment stay two", "[incidents]") {
    Drive drive = two_racks();
    drive.say(lost("r1-0"));
    Words disk;
    disk.host = "r1-1";
    drive.say(disk);
    CHECK(drive.engine.open_count() == 2);
}

TEST_CASE("spread: a fault long after the other needs a rarer factor", "[incidents]") {
    Drive drive = two_racks();
    drive.say(lost("r1-0"));
    drive.wait(minutes{10});
    drive.say(lost("r1-1", minutes{10}));
    CHECK(drive.engine.open_count() == 2);
}

TEST_CASE("spread: a bad package on half of the fleet is one incident", "[incidents]") {
    Drive drive;
    const auto host = [](int i) { return "web-" + std::to_string(i); };
    for (int i = 0; i < 10; ++i) {
        std::vector<HostTrait> traits{{"label.rack", i < 5 ? "r1" : "r2", {}}};
        if (i % 2 == 0) traits.push_back({"package.shop", "2.0", start - minutes{10}});
        drive.give(HostDescribed{drive.now, host(i), traits});
    }
    for (int i = 0; i < 10; i += 2) {
        drive.wait(seconds{20});
        Words crash;
        crash.id = "crash-" + host(i);
        crash.host = host(i);
        crash.component = "process shop";
        crash.kind = "process.crash_loop";
        crash.onset = drive.now - start;
        drive.say(crash);
    }
    REQUIRE(drive.engine.open_count() == 1);
    CHECK(drive.count(EventKind::opened) <= 2);
    bool names_change = false;
    for (const Event& event : drive.events) {
        names_change =
            names_change || event.reason.text.find("package.shop became 2.0") != std::string::npos;
    }
    CHECK(names_change);
}

TEST_CASE("spread: many hosts at once are one fault, and the first ones are gathered",
          "[incidents]") {
    Drive drive;
    std::string first;
    for (int i = 0; i < 8; ++i) {
        drive.now += seconds{1};
        const Changes changes = drive.say(lost("web-" + std::to_string(i), drive.now - start));
        if (i == 0) first = Drive::only(changes).id;
    }
    CHECK(drive.engine.open_count() == 1);
    CHECK(drive.incident(first).hosts().size() == 8);
    CHECK(drive.count(EventKind::opened) == 4);
    CHECK(drive.count(EventKind::merged) == 6);  // three, on both timelines
    CHECK(drive.last(EventKind::merged).reason.code == "gathered");
}

TEST_CASE("spread: first ones with the same several faults are gathered too", "[incidents]") {
    Drive drive;
    const auto both_on = [&](const std::string& host) {
        for (const char* kind : {"network.interface.down", "time.sync.lost"}) {
            Words words = lost(host);
            words.id = std::string{kind} + host;
            words.kind = kind;
            words.component = "same";
            drive.say(words);
        }
    };
    for (int i = 0; i < 4; ++i)
        both_on("web-" + std::to_string(i));
    CHECK(drive.engine.open_count() == 4);
    both_on("web-4");
    CHECK(drive.engine.open_count() == 1);
}

TEST_CASE("spread: an incident with a fault that the others have not is not gathered",
          "[incidents]") {
    Drive drive;
    for (int i = 0; i < 4; ++i) {
        drive.say(lost("web-" + std::to_string(i)));
        if (i != 2) continue;
        Words own = lost("web-2");
        own.id = "own";
        own.kind = "filesystem.space.exhaustion";
        drive.say(own);
    }
    drive.say(lost("web-4"));
    CHECK(drive.engine.open_count() == 2);
}

TEST_CASE("spread: what a person works on is not gathered", "[incidents]") {
    Drive drive;
    for (int i = 0; i < 4; ++i) {
        const auto id = Drive::only(drive.say(lost("web-" + std::to_string(i)))).id;
        if (i == 2) drive.give(Acknowledged{drive.now, id, "mali", ""});
    }
    drive.say(lost("web-4"));
    CHECK(drive.engine.open_count() == 2);
}

TEST_CASE("spread: who was told of a gathered incident hears its end", "[incidents]") {
    Drive drive;
    const std::string second = [&] {
        drive.say(lost("web-0"));
        return Drive::only(drive.say(lost("web-1"))).id;
    }();
    drive.wait(seconds{10});
    REQUIRE(drive.announcements.size() == 2);
    for (int i = 2; i < 5; ++i)
        drive.say(lost("web-" + std::to_string(i), seconds{10}));
    CHECK(drive.engine.open_count() == 1);
    std::vector<Transition> of_second;
    for (const Announcement& one : drive.announcements) {
        if (one.incident_id == second) of_second.push_back(one.transition);
    }
    CHECK(of_second == std::vector{Transition::opened, Transition::resolved, Transition::closed});
}

TEST_CASE("spread: a gathered incident goes on under the one that took it", "[incidents]") {
    Drive drive;
    std::string first;
    for (int i = 0; i < 5; ++i) {
        const Changes changes = drive.say(lost("web-" + std::to_string(i)));
        if (i == 0) first = Drive::only(changes).id;
    }
    for (int i = 0; i < 5; ++i) {
        CHECK_FALSE(drive.incident(first).recovering_since);
        CHECK(Drive::only(drive.clear(lost("web-" + std::to_string(i)))).id == first);
    }
    CHECK(drive.incident(first).recovering_since == drive.now);
}

TEST_CASE("spread: a burst needs half a percent of the fleet, within bounds", "[incidents]") {
    const Settings settings;
    CHECK(burst_hosts_needed(0, settings) == 5);
    CHECK(burst_hosts_needed(999, settings) == 5);
    CHECK(burst_hosts_needed(4000, settings) == 20);
    CHECK(burst_hosts_needed(100'000, settings) == 50);
}

TEST_CASE("spread: a database down and the services that need it are one incident, it first",
          "[incidents]") {
    const bool database_first = GENERATE(true, false);
    Drive drive;
    std::vector<Service> catalogue;
    std::vector<ServiceHost> hosts;
    const auto add = [&](const std::string& name, std::vector<std::string> needs) {
        Service service;
        service.name = service.title = name;
        service.hosts = {name + "-1"};
        service.depends_on = std::move(needs);
        catalogue.push_back(service);
        hosts.push_back({name + "-1", {}, {}, {}});
    };
    add("database", {});
    for (const char* name : {"shop", "search", "mail", "billing", "reports"})
        add(name, {"database"});
    drive.give(ServicesChanged{
        drive.now, std::make_shared<const ServiceMap>(std::move(catalogue), std::move(hosts))});
    const auto down = [&](const std::string& host, const std::string& kind, Duration first_sign) {
        Words words;
        words.id = kind + host;
        words.host = host;
        words.component = "";
        words.kind = kind;
        words.phase = Phase::occurring;
        words.expected_in = Duration{0};
        words.severity = Severity::critical;
        words.onset = first_sign;
        drive.say(words);
    };
    if (database_first) down("database-1", "unit.failed", seconds{0});
    int seconds_later = 5;
    for (const char* host : {"shop-1", "search-1", "mail-1", "billing-1", "reports-1"}) {
        down(host, std::string{"check.failed."} + host, seconds{seconds_later += 5});
    }
    if (!database_first) down("database-1", "unit.failed", seconds{0});
    REQUIRE(drive.engine.open_count() == 1);
    const auto id = drive.events.front().incident_id;
    const Incident& incident = drive.incident(id);
    CHECK(incident.symptoms.size() == 6);
    CHECK(incident.hosts().front() == "database-1");
    CHECK(incident.title.starts_with("database-1"));
    if (database_first) CHECK(has_reason(incident.symptoms.back(), "service_dependency"));
}
