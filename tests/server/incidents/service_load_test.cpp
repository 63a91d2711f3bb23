#include "server/incidents/service_load.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"
#include "tests/support/service_samples.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

Incident incident_on(std::uint64_t number, const std::vector<std::string>& hosts) {
    Incident incident;
    incident.number = number;
    for (const std::string& host : hosts) {
        Words words;
        words.host = host;
        IncidentSymptom known;
        known.symptom = make_symptom(words, SymptomStatus::raised, start);
        incident.symptoms.push_back(known);
    }
    return incident;
}

/// A shop on three hosts, of which two are needed.
ServiceMap farm() {
    return {{service("shop", {"web-*"})},
            {named_host("web-1"), named_host("web-2"), named_host("web-3")}};
}

}  // namespace

TEST_CASE("service load: what other incidents put at stake is counted, each host once",
          "[incidents][services]") {
    const ServiceMap map = farm();
    const Service& shop = *map.find("shop");
    ServiceLoad load;
    load.note(incident_on(1, {"web-1"}), map);
    load.note(incident_on(2, {"web-2", "web-1", "elsewhere"}), map);
    CHECK(load.others(shop, 1, {"web-1"}) == 1);
    CHECK(load.others(shop, 2, {"web-1", "web-2"}) == 0);
    CHECK(load.others(shop, 2, {"web-2"}) == 1);
    CHECK(load.others(shop, 3, {}) == 2);
    CHECK(load.others(shop, 3, {"web-3"}) == 2);
}

TEST_CASE("service load: it tells when a service gets too few hosts, and enough again",
          "[incidents][services]") {
    const ServiceMap map = farm();
    ServiceLoad load;
    CHECK_FALSE(load.note(incident_on(1, {"web-1"}), map));
    CHECK(load.note(incident_on(2, {"web-2"}), map));
    CHECK_FALSE(load.note(incident_on(2, {"web-2"}), map));
    CHECK_FALSE(load.note(incident_on(3, {"web-3"}), map));
    CHECK_FALSE(load.note(incident_on(3, {}), map));
    CHECK(load.note(incident_on(1, {}), map));
}

TEST_CASE("service load: a closed incident and cleared symptoms put nothing at stake",
          "[incidents][services]") {
    const ServiceMap map = farm();
    ServiceLoad load;
    Incident incident = incident_on(1, {"web-1", "web-2"});
    CHECK(load.note(incident, map));
    incident.symptoms[0].cleared_at = start;
    CHECK(load.note(incident, map));
    CHECK(load.others(*map.find("shop"), 9, {}) == 1);
    incident.state = IncidentState::resolved;
    load.note(incident, map);
    CHECK(load.others(*map.find("shop"), 9, {}) == 0);
}

TEST_CASE("service load: for another map it begins anew", "[incidents][services]") {
    const ServiceMap before = farm();
    const ServiceMap after{{service("mail", {"web-1"})}, {named_host("web-1")}};
    ServiceLoad load;
    Incident incident = incident_on(1, {"web-1"});
    load.note(incident, before);
    load.rebuild({&incident}, after);
    CHECK(load.others(*after.find("mail"), 9, {}) == 1);
    CHECK(load.others(*before.find("shop"), 9, {}) == 0);
}
