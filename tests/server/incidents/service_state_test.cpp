#include "server/incidents/service_state.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"
#include "tests/support/service_samples.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

Incident incident_on(const std::string& host, Phase phase, Severity severity) {
    Words words;
    words.host = host;
    words.phase = phase;
    words.severity = severity;
    Incident incident;
    incident.number = 9;
    IncidentSymptom known;
    known.symptom = make_symptom(words, SymptomStatus::raised, start);
    incident.symptoms.push_back(known);
    return incident;
}

ServiceMap farm() {
    return {{service("shop", {"web-*"}, {"database"}), service("database", {"db-1"})},
            {named_host("web-1"), named_host("web-2"), named_host("web-3"), named_host("db-1")}};
}

ServiceState shop_with(const std::vector<Incident>& open) {
    static const ServiceMap map = farm();
    return service_states(map, open).at(1);
}

const auto down = [](const std::string& host) {
    return incident_on(host, Phase::occurring, Severity::critical);
};
const auto at_risk = [](const std::string& host) {
    return incident_on(host, Phase::impending, Severity::warning);
};

}  // namespace

TEST_CASE("service state: down once fewer hosts are up than needed", "[incidents][services]") {
    CHECK(shop_with({}).health == ServiceHealth::healthy);
    const ServiceState one = shop_with({down("web-1")});
    CHECK(one.health == ServiceHealth::healthy);
    CHECK(one.hosts_up == 2);
    CHECK(one.hosts_down == std::vector<std::string>{"web-1"});
    CHECK(one.incidents == std::vector<std::uint64_t>{9});
    const ServiceState two = shop_with({down("web-1"), down("web-3")});
    CHECK(two.health == ServiceHealth::down);
    CHECK(two.reasons.at(0).text == "1 of 3 hosts up, needed: 2");
}

TEST_CASE("service state: impending when those at risk are needed", "[incidents][services]") {
    CHECK(shop_with({at_risk("web-1")}).health == ServiceHealth::healthy);
    const ServiceState both = shop_with({at_risk("web-1"), down("web-2")});
    CHECK(both.health == ServiceHealth::impending);
    CHECK(both.reasons.at(0).code == "service.hosts_at_risk");
    CHECK(shop_with({at_risk("web-1"), down("web-1")}).hosts_at_risk.empty());
}

TEST_CASE("service state: what needs a service that is down is told so", "[incidents][services]") {
    const ServiceState shop = shop_with({down("db-1")});
    CHECK(shop.health == ServiceHealth::impending);
    CHECK(shop.reasons.back().text == "it needs database, which is down");
}

TEST_CASE("service state: cleared symptoms and mere information do not count",
          "[incidents][services]") {
    Incident over = down("web-1");
    over.symptoms[0].cleared_at = start;
    CHECK(shop_with({over}).hosts_up == 3);
    const ServiceState told = shop_with({incident_on("web-1", Phase::impending, Severity::info)});
    CHECK(told.hosts_at_risk.empty());
    CHECK(told.incidents.size() == 1);
}
