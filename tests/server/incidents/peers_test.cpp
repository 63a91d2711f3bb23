#include "server/incidents/peers.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"
#include "tests/support/service_samples.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

/// Hosts h0 … of one group, each with a value of its own; a minute at a time.
struct Farm {
    PeersSettings settings;
    PeersDetector detector{settings};
    PeerGroups groups;
    TimePoint now = start;
    std::vector<double> values;
    std::vector<Symptom> said;

    explicit Farm(std::size_t hosts) {
        for (std::size_t i = 0; i < hosts; ++i) {
            groups.group_of[name(i)] = "role=web";
            values.push_back(0.30 + 0.01 * static_cast<double>(i % 3));
        }
        detector.advance(now, groups);
    }

    static std::string name(std::size_t i) { return "h" + std::to_string(i); }

    void run(Duration span) {
        const TimePoint end = now + span;
        while (now < end) {
            now += minutes{1};
            for (std::size_t i = 0; i < values.size(); ++i) {
                if (values[i] >= 0) detector.observe(name(i), 0, values[i]);
            }
            for (Symptom& symptom : detector.advance(now, groups))
                said.push_back(std::move(symptom));
        }
    }
};

}  // namespace

TEST_CASE("peers: a host that leaves its group is told after the hold, with the numbers",
          "[incidents][peers]") {
    Farm farm(6);
    farm.run(minutes{90});
    farm.values[2] = 0.95;
    farm.run(minutes{10});
    CHECK(farm.said.empty());
    farm.run(minutes{1});
    REQUIRE(farm.said.size() == 1);
    const Symptom& symptom = farm.said[0];
    CHECK(symptom.kind == peer_drift_kind);
    CHECK(symptom.subject == Subject{"h2", "signal cpu.time.busy_ratio"});
    CHECK(symptom.first_sign == start + minutes{91});
    CHECK(symptom.sentence ==
          "h2 drifts from its 5 peers (role=web): cpu.time.busy_ratio is 0.95, their median 0.31, "
          "for 10 min");
    CHECK(symptom.evidence.at(0).value == 0.95);
    CHECK_FALSE(symptom.guide.empty());
}

TEST_CASE("peers: back among its peers it is cleared after a while", "[incidents][peers]") {
    Farm farm(8);
    farm.run(minutes{70});
    farm.values[0] = 0.95;
    farm.run(minutes{20});
    REQUIRE(farm.said.size() == 1);
    farm.values[0] = 0.30;
    farm.run(minutes{5});
    CHECK(farm.said.size() == 1);
    farm.run(minutes{1});
    REQUIRE(farm.said.size() == 2);
    CHECK(farm.said[1].status == SymptomStatus::cleared);
    CHECK(farm.said[1].id == farm.said[0].id);
    CHECK(farm.said[1].reason == "like_peers_again");
}

TEST_CASE("peers: too few peers say nothing", "[incidents][peers]") {
    Farm farm(5);
    farm.run(minutes{90});
    farm.values[2] = 0.95;
    farm.run(hours{1});
    CHECK(farm.said.empty());
}

TEST_CASE("peers: a host that was always different does not drift", "[incidents][peers]") {
    Farm farm(8);
    farm.values[3] = 0.95;
    farm.run(hours{5});
    CHECK(farm.said.empty());
}

TEST_CASE("peers: when the group moves no host is told of", "[incidents][peers]") {
    Farm farm(9);
    farm.run(minutes{90});
    for (std::size_t i = 0; i < 4; ++i)
        farm.values[i] = 0.95;
    farm.run(hours{1});
    CHECK(farm.said.empty());
}

TEST_CASE("peers: what is too small to matter is no drift, however alike the others are",
          "[incidents][peers]") {
    Farm farm(8);
    for (double& value : farm.values)
        value = 0.30;
    farm.run(minutes{90});
    farm.values[1] = 0.49;
    farm.run(hours{1});
    CHECK(farm.said.empty());
    farm.values[1] = 0.51;
    farm.run(minutes{11});
    CHECK(farm.said.size() == 1);
}

TEST_CASE("peers: a drifting host teaches nothing", "[incidents][peers]") {
    Farm farm(7);
    farm.run(minutes{90});
    farm.values[0] = 0.95;
    farm.run(minutes{15});
    farm.values[1] = 0.97;
    farm.run(minutes{15});
    REQUIRE(farm.said.size() == 2);
    CHECK_THAT(farm.said[1].sentence, Catch::Contains("their median 0.3"));
}

TEST_CASE("peers: a short excursion is not told", "[incidents][peers]") {
    Farm farm(8);
    farm.run(minutes{90});
    for (int i = 0; i < 5; ++i) {
        farm.values[0] = 0.95;
        farm.run(minutes{9});
        farm.values[0] = 0.30;
        farm.run(minutes{2});
    }
    CHECK(farm.said.empty());
}

TEST_CASE("peers: who is not compared any more is cleared", "[incidents][peers]") {
    Farm farm(8);
    farm.run(minutes{90});
    farm.values[0] = 0.95;
    farm.run(minutes{15});
    farm.values[0] = -1;
    farm.run(minutes{16});
    REQUIRE(farm.said.size() == 2);
    CHECK(farm.said[1].reason == "not_compared");
}

TEST_CASE("peers: what an earlier run raised is cleared by this one", "[incidents][peers]") {
    Farm before(8);
    before.run(minutes{90});
    before.values[0] = 0.95;
    before.run(minutes{15});
    REQUIRE(before.said.size() == 1);
    Farm after(8);
    after.detector.restore(before.said[0]);
    after.run(minutes{6});
    REQUIRE(after.said.size() == 1);
    CHECK(after.said[0].status == SymptomStatus::cleared);
    CHECK(after.said[0].id == before.said[0].id);
}

TEST_CASE("peers: what stands is said again for a new run of the agent", "[incidents][peers]") {
    Farm farm(8);
    farm.run(minutes{90});
    farm.values[0] = 0.95;
    farm.run(minutes{15});
    const auto again = farm.detector.say_again("h0", farm.now);
    REQUIRE(again.size() == 1);
    CHECK(again[0].status == SymptomStatus::updated);
    CHECK(again[0].id == farm.said.at(0).id);
    CHECK(farm.detector.say_again("h1", farm.now).empty());
}

TEST_CASE("peers: hosts beyond the bound are counted", "[incidents][peers]") {
    PeersSettings settings;
    settings.hosts_max = 1;
    PeersDetector detector{settings};
    detector.observe("a", 0, 1);
    detector.observe("a", 0, 1);
    CHECK(detector.hosts_refused() == 0);
    detector.observe("b", 0, 1);
    CHECK(detector.hosts_refused() == 1);
}

TEST_CASE("peers: only series without labels are compared", "[incidents][peers]") {
    const PeersDetector detector{{}};
    CHECK(detector.signal_of({}, "cpu.time.busy_ratio") == 0U);
    CHECK_FALSE(detector.signal_of(Labels{{"core", "0"}}, "cpu.time.busy_ratio"));
    CHECK_FALSE(detector.signal_of({}, "cpu.time.idle_ratio"));
}

TEST_CASE("peers: groups are services, and labels where no service is large enough",
          "[incidents][peers]") {
    std::vector<ServiceHost> hosts;
    for (int i = 0; i < 6; ++i) {
        hosts.push_back(named_host("web-" + std::to_string(i)));
        hosts.push_back(named_host("db-" + std::to_string(i)));
        hosts.back().labels = {"role=db"};
    }
    hosts.push_back(named_host("odd"));
    hosts.back().labels = {"role=odd"};
    const ServiceMap map{{service("shop", {"web-*"}), service("small", {"db-0"})}, hosts};
    const PeerGroups groups = peer_groups(map, hosts, {});
    CHECK(groups.group_of.at("web-3") == "service shop");
    CHECK(groups.group_of.at("db-0") == "role=db");
    CHECK_FALSE(groups.group_of.contains("odd"));
}

TEST_CASE("peers: what was learned is recalled by the next run, for the same group only",
          "[incidents][peers]") {
    Farm before(6);
    before.run(minutes{90});
    const auto learned = before.detector.learned("h2");
    REQUIRE(learned.size() == 1);
    CHECK(learned[0].signal == "cpu.time.busy_ratio");
    CHECK(learned[0].group == "role=web");
    CHECK(learned[0].alike >= hours{1});
    CHECK(before.detector.learned("nobody").empty());

    Farm after(6);
    after.detector.recall("h2", learned, after.now);
    after.values[2] = 0.95;
    after.run(minutes{12});
    REQUIRE(after.said.size() == 1);
    CHECK(after.said[0].subject.host == "h2");

    Farm elsewhere(6);
    elsewhere.detector.recall("h2", {{"cpu.time.busy_ratio", "role=db", hours{2}}}, elsewhere.now);
    elsewhere.values[2] = 0.95;
    elsewhere.run(minutes{12});
    CHECK(elsewhere.said.empty());
}

TEST_CASE("peers: recalled hosts are bounded like others", "[incidents][peers]") {
    PeersSettings settings;
    settings.hosts_max = 2;
    PeersDetector detector{settings};
    for (const char* host : {"a", "b", "c"})
        detector.recall(host, {{"cpu.time.busy_ratio", "role=web", hours{1}}}, start);
    CHECK(detector.host_count() == 2);
    CHECK(detector.hosts_refused() == 1);
    CHECK(detector.hosts_after("", 9) == std::vector<std::string>{"a", "b"});
    CHECK(detector.hosts_after("a", 9) == std::vector<std::string>{"b"});
    CHECK(detector.hosts_after("", 1) == std::vector<std::string>{"a"});
}
