#include "server/incidents/witnesses.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::incidents;

namespace {

using Hosts = std::map<std::string, Host, std::less<>>;

void add(Hosts& hosts, const std::string& id, const std::vector<std::string>& addresses,
         Presence presence = Presence::present) {
    Host& host = hosts[id];
    host.id = host.name = id;
    host.presence = presence;
    for (const std::string& address : addresses)
        host.facts.push_back({"address." + address, "eth0"});
}

std::vector<std::string> asked_about(const WitnessQuestions& asked, const std::string& suspect) {
    std::vector<std::string> witnesses;
    for (const auto& [witness, questions] : asked) {
        for (const SightingQuestion& question : questions)
            if (question.host_id == suspect) witnesses.push_back(witness);
    }
    return witnesses;
}

}  // namespace

TEST_CASE("witnesses: hosts of the same network are asked before others", "[incidents][absence]") {
    Hosts hosts;
    add(hosts, "down", {"10.0.1.5"});
    for (int i = 0; i < 20; ++i)
        add(hosts, "far-" + std::to_string(i), {"10.9.9." + std::to_string(i)});
    add(hosts, "near-1", {"10.0.1.6"});
    add(hosts, "near-2", {"192.168.0.1", "10.0.1.7"});
    const auto witnesses = asked_about(choose_witnesses({"down"}, hosts), "down");
    REQUIRE(witnesses.size() == 3);
    CHECK(std::ranges::count(witnesses, "near-1") == 1);
    CHECK(std::ranges::count(witnesses, "near-2") == 1);
}

TEST_CASE("witnesses: who is silent or away is not asked", "[incidents][absence]") {
    Hosts hosts;
    add(hosts, "a", {"10.0.1.1"});
    add(hosts, "b", {"10.0.1.2"});
    add(hosts, "lost", {"10.0.1.3"}, Presence::lost);
    add(hosts, "away", {"10.0.1.4"}, Presence::expected_away);
    add(hosts, "well", {"10.0.1.5"});
    const WitnessQuestions asked = choose_witnesses({"a", "b"}, hosts);
    REQUIRE(asked.size() == 1);
    CHECK(asked.at("well") ==
          std::vector<SightingQuestion>{{"a", {"10.0.1.1"}}, {"b", {"10.0.1.2"}}});
}

TEST_CASE("witnesses: nobody is asked about addresses that only the host itself reaches",
          "[incidents][absence]") {
    Hosts hosts;
    add(hosts, "down", {"127.0.0.1", "::1", "fe80::1", "169.254.3.4"});
    add(hosts, "well", {"10.0.1.5"});
    CHECK(choose_witnesses({"down"}, hosts).empty());
    add(hosts, "down", {"2001:db8::5"});
    CHECK(asked_about(choose_witnesses({"down"}, hosts), "down").size() == 1);
}

TEST_CASE("witnesses: one is asked about so many hosts, and so many are asked about at a time",
          "[incidents][absence]") {
    Hosts hosts;
    std::vector<std::string> rack;
    for (int i = 0; i < 60; ++i) {
        rack.push_back("rack-" + std::to_string(100 + i));
        add(hosts, rack.back(), {"10.0.1." + std::to_string(i)});
    }
    for (int i = 0; i < 100; ++i)
        add(hosts, "well-" + std::to_string(i), {"10.0.2." + std::to_string(i)});
    const WitnessSettings bounds;
    const WitnessQuestions asked = choose_witnesses(rack, hosts, bounds);
    std::size_t about = 0;
    for (const std::string& suspect : rack) {
        const std::size_t witnesses = asked_about(asked, suspect).size();
        CHECK((witnesses == bounds.per_host || witnesses == 0));
        if (witnesses > 0) ++about;
    }
    CHECK(about == bounds.suspects_max);
    for (const auto& [witness, questions] : asked)
        CHECK(questions.size() <= bounds.per_witness);
}

TEST_CASE("witnesses: the same hosts give the same witnesses", "[incidents][absence]") {
    Hosts hosts;
    add(hosts, "down", {"10.0.1.5"});
    for (int i = 0; i < 20; ++i)
        add(hosts, "well-" + std::to_string(i), {"10.0.1." + std::to_string(10 + i)});
    CHECK(choose_witnesses({"down"}, hosts) == choose_witnesses({"down"}, hosts));
}
