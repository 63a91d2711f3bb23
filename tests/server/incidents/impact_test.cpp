#include "server/incidents/impact.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"
#include "tests/support/service_samples.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

Words trouble_on(std::string host, std::string component = "process shop (pid 4)") {
    Words words;
    words.id = "episode-" + host + component;
    words.host = std::move(host);
    words.component = std::move(component);
    return words;
}

Judgement impact_of(const std::vector<Words>& all, const ServiceMap& services,
                    const PriorityRules& rules = {}) {
    Incident incident;
    for (const Words& words : all) {
        IncidentSymptom known;
        known.symptom = make_symptom(words, SymptomStatus::raised, start);
        incident.symptoms.push_back(known);
    }
    return judge_impact(incident, rules, services);
}

std::string text_of(const Judgement& judged, std::string_view code) {
    for (const Reason& reason : judged.reasons) {
        if (reason.code == code) return reason.text;
    }
    return "";
}

Service weighing(int weight) {
    Service shop = service("shop", {"web-*"});
    shop.weight = weight;
    return shop;
}

const std::vector<ServiceHost> three{named_host("web-1"), named_host("web-2"), named_host("web-3")};

}  // namespace

TEST_CASE("impact: weight counts in full once fewer hosts are left than needed",
          "[incidents][prioritise]") {
    const std::tuple<int, int, int> cases[] = {
        {5, 2, 1}, {4, 2, 1}, {3, 3, 2}, {2, 3, 2}, {1, 3, 3}};
    for (const auto& [weight, with_spare, without] : cases) {
        const ServiceMap map{{weighing(weight)}, three};
        CHECK(impact_of({trouble_on("web-1")}, map).value == with_spare);
        CHECK(impact_of({trouble_on("web-1"), trouble_on("web-3")}, map).value == without);
    }
}

TEST_CASE("impact: the reasons name service, weight, and hosts left",
          "[incidents][prioritise][S22]") {
    Service shop = weighing(5);
    shop.users = 300;
    const ServiceMap map{{shop}, three};
    const Judgement one = impact_of({trouble_on("web-1")}, map);
    CHECK(text_of(one, "impact.redundancy_left") ==
          "1 of 3 hosts of shop is touched, 2 are needed: 0 to spare");
    CHECK(text_of(one, "impact.weight") == "shop has weight 5 and 300 users");
    const Judgement two = impact_of({trouble_on("web-1"), trouble_on("web-2")}, map);
    CHECK(text_of(two, "impact.redundancy_lost") ==
          "2 of 3 hosts of shop are touched, 2 are needed: 1 too few");
}

TEST_CASE("impact: many users make a broken service one graver", "[incidents][prioritise][S22]") {
    Service shop = weighing(2);
    shop.users = 999;
    CHECK(impact_of({trouble_on("web-1")}, ServiceMap{{shop}, {named_host("web-1")}}).value == 2);
    shop.users = 1000;
    const Judgement many =
        impact_of({trouble_on("web-1")}, ServiceMap{{shop}, {named_host("web-1")}});
    CHECK(many.value == 1);
    CHECK(text_of(many, "impact.users") == "1000 users, from 1000 on it is one graver");
    CHECK(impact_of({trouble_on("web-1")}, ServiceMap{{shop}, three}).value == 3);
}

TEST_CASE("impact: who needs a broken service is at stake too", "[incidents][prioritise]") {
    Service database = service("database", {"db-1"});
    database.weight = 1;
    Service shop = service("shop", {"web-1"}, {"database"});
    shop.weight = 5;
    const ServiceMap map{{database, shop}, {named_host("db-1"), named_host("web-1")}};
    const Judgement judged = impact_of({trouble_on("db-1")}, map);
    CHECK(judged.value == 1);
    CHECK(text_of(judged, "impact.dependents") ==
          "shop needs database; the greatest weight is 5 in all");
}

TEST_CASE("impact: one component in a warning takes no host away", "[incidents][prioritise]") {
    const ServiceMap map{{weighing(5)}, {named_host("web-1")}};
    Words words = trouble_on("web-1");
    words.impact = 3;
    const Judgement judged = impact_of({words}, map);
    CHECK(judged.value == 2);
    CHECK(text_of(judged, "impact.service_touched") ==
          "filesystem.space.exhaustion touches shop, none of its 1 hosts is at stake");
    words.severity = Severity::critical;
    CHECK(impact_of({words}, map).value == 1);
    words.severity = Severity::info;
    words.impact = 1;
    CHECK(impact_of({words}, map).value == 2);
}

TEST_CASE("impact: three broken services are one graver than one", "[incidents][prioritise]") {
    std::vector<Service> services;
    for (const char* name : {"a", "b", "c"}) {
        services.push_back(service(name, {"web-1"}));
        services.back().weight = 2;
    }
    const Judgement three_broken =
        impact_of({trouble_on("web-1")}, ServiceMap{services, {named_host("web-1")}});
    CHECK(three_broken.value == 1);
    CHECK(text_of(three_broken, "impact.services") ==
          "3 services are touched, 3 are short of hosts: one graver");
    services.pop_back();
    CHECK(impact_of({trouble_on("web-1")}, ServiceMap{services, {named_host("web-1")}}).value == 2);
}

TEST_CASE("impact: of many services the gravest are explained and the rest counted",
          "[incidents][prioritise]") {
    std::vector<Service> services;
    for (int i = 0; i < 9; ++i)
        services.push_back(service("s" + std::to_string(i), {"web-1"}));
    services[7].weight = 5;
    const Judgement judged =
        impact_of({trouble_on("web-1")}, ServiceMap{services, {named_host("web-1")}});
    CHECK(judged.value == 1);
    CHECK(judged.reasons.size() == 2 * services_explained_max + 1);
    CHECK(judged.reasons[1].text == "s7 has weight 5");
    CHECK(judged.reasons.back().text == "9 services are touched, 9 are short of hosts");
}

TEST_CASE("impact: hosts of no service are judged by kind and count, and the graver wins",
          "[incidents][prioritise]") {
    const ServiceMap map{{weighing(1)}, three};
    std::vector<Words> all{trouble_on("web-1")};
    CHECK(impact_of(all, map).value == 3);
    all.push_back(trouble_on("other-1"));
    all.back().impact = 3;
    CHECK(impact_of(all, map).value == 3);
    for (int i = 2; i <= 5; ++i)
        all.push_back(trouble_on("other-" + std::to_string(i)));
    const Judgement judged = impact_of(all, map);
    CHECK(judged.value == 1);
    CHECK(text_of(judged, "impact.hosts") == "5 hosts are touched");
    CHECK_FALSE(text_of(judged, "impact.weight").empty());
}
