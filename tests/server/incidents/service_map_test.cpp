#include "server/incidents/service_map.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"
#include "tests/support/service_samples.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

LearnedConnection call(std::string address, std::uint16_t port, std::string unit = "") {
    return {std::move(address), port, std::move(unit), start, start + minutes{5}};
}

std::vector<std::string> names(const std::vector<const Service*>& services) {
    std::vector<std::string> all;
    for (const Service* one : services)
        all.push_back(one->name);
    return all;
}

Symptom symptom_on(std::string host_name, std::string component = "process shop (pid 4)") {
    Words words;
    words.host = std::move(host_name);
    words.component = std::move(component);
    return make_symptom(words, SymptomStatus::raised, start);
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("service map: hosts belong by glob of name and by label", "[incidents][services]") {
    Service shop = service("shop", {"web-*"});
    Service farm = service("farm", {});
    farm.labels = {"role=db*", "site=bkk"};
    ServiceHost web{"web-1", {"role=web"}, {}, {}};
    ServiceHost db{"db-1", {"role=db-main", "site=bkk"}, {}, {}};
    ServiceHost far{"db-2", {"role=db-main", "site=cnx"}, {}, {}};
    const ServiceMap map{{shop, farm, service("nobody", {})}, {web, db, far}};
    CHECK(map.hosts_of(*map.find("shop")) == Names{"web-1"});
    CHECK(map.hosts_of(*map.find("farm")) == Names{"db-1"});
    CHECK(map.hosts_of(*map.find("nobody")).empty());
    CHECK(names(map.services_on("db-1")) == Names{"farm"});
    CHECK(map.services_on("unknown").empty());
    CHECK(map.find("shops") == nullptr);
}

TEST_CASE("service map: a symptom touches the services of its component and kind",
          "[incidents][services]") {
    Service shop = service("shop", {"web-1"});
    shop.components = {"process shop*"};
    Service disk = service("files", {"web-1"});
    disk.kinds = {"filesystem.*"};
    Service mail = service("mail", {"web-1"});
    mail.components = {"process master*"};
    const ServiceMap map{{shop, disk, mail}, {named_host("web-1", "10.0.0.1")}};
    CHECK(names(map.touched_by(symptom_on("web-1"))) == Names{"files", "shop"});
    Symptom whole = symptom_on("web-1", "memory");
    whole.kind = "memory.exhaustion";
    whole.impact = 1;
    CHECK(names(map.touched_by(whole)) == Names{"mail", "shop"});
    whole.impact = 2;
    CHECK(map.touched_by(whole).empty());
    CHECK(map.touched_by(symptom_on("web-2")).empty());
}

TEST_CASE("service map: dependencies are followed through others, rings are reported",
          "[incidents][services]") {
    const ServiceMap map{{service("a", {"a"}, {"b"}), service("b", {"b"}, {"c", "unknown", "b"}),
                          service("c", {"c"}, {"a"}), service("d", {"d"}, {"a"})},
                         {}};
    CHECK(names(map.needs(*map.find("d"))) == Names{"a", "b", "c"});
    CHECK(names(map.needed_by(*map.find("c"))) == Names{"a", "b", "d"});
    CHECK(map.cycles() == Names{"a needs b needs c needs a"});
    REQUIRE(map.dependents_of("a").size() == 2);
    CHECK(map.dependents_of("a")[0].from == "c");
    CHECK(map.dependents_of("a")[1].from == "d");
}

TEST_CASE("service map: what sockets show becomes a dependency of services and hosts",
          "[incidents][services]") {
    Service database = service("database", {"db-*"});
    database.ports = {5432};
    Service cache = service("cache", {"db-*"});
    cache.ports = {6379};
    Service shop = service("shop", {"web-*"});
    shop.components = {"process shop*", "unit shop.service"};
    Service mail = service("mail", {"web-*"});
    mail.components = {"unit postfix.service"};
    const ServiceMap map{
        {database, cache, shop, mail},
        {named_host("web-1", "10.0.0.1",
                    {call("10.0.0.5", 5432, "shop.service"), call("192.0.2.1", 443)}),
         named_host("db-1", "10.0.0.5")}};
    const auto& needs = map.dependencies_of("shop");
    REQUIRE(needs.size() == 1);
    CHECK(needs[0].to == "database");
    CHECK(needs[0].source == DependencySource::learned);
    CHECK(needs[0].learned_by == "web-1");
    CHECK(needs[0].detail == "shop.service is connected to 10.0.0.5:5432");
    CHECK(needs[0].since == start);
    CHECK(needs[0].last_seen == start + minutes{5});
    CHECK(map.dependencies_of("mail").empty());
    REQUIRE(map.host_dependencies("web-1").size() == 1);
    CHECK(map.host_dependencies("web-1")[0].to == "db-1");
    CHECK(map.host_dependencies("db-1").empty());
}

TEST_CASE("service map: a declared dependency beats a learned one", "[incidents][services]") {
    const ServiceMap map{{service("shop", {"web-1"}, {"database"}), service("database", {"db-1"})},
                         {named_host("web-1", "10.0.0.1", {call("10.0.0.5", 5432)}),
                          named_host("db-1", "10.0.0.5")}};
    REQUIRE(map.dependencies_of("shop").size() == 1);
    CHECK(map.dependencies_of("shop")[0].source == DependencySource::declared);
}

TEST_CASE("service map: an address that several hosts have says nothing", "[incidents][services]") {
    const ServiceMap map{{},
                         {named_host("web-1", "10.0.0.1", {call("172.17.0.1", 80)}),
                          named_host("db-1", "172.17.0.1"), named_host("db-2", "172.17.0.1")}};
    CHECK(map.host_dependencies("web-1").empty());
}

TEST_CASE("service map: the loopback leads to services of the same host", "[incidents][services]") {
    Service shop = service("shop", {"one"});
    shop.components = {"process shop*"};
    Service cache = service("cache", {"one"});
    cache.ports = {6379};
    const ServiceMap map{
        {shop, cache}, {named_host("one", "10.0.0.1", {call("127.0.0.1", 6379, "shop.service")})}};
    REQUIRE(map.dependencies_of("shop").size() == 1);
    CHECK(map.dependencies_of("shop")[0].to == "cache");
    CHECK(map.host_dependencies("one").empty());
}

TEST_CASE("service map: the path says who declared or learned each step", "[incidents][services]") {
    const ServiceMap map{{service("shop", {"web-1"}, {"pool"}), service("pool", {"pool-1"}),
                          service("database", {"db-1"})},
                         {named_host("web-1", "10.0.0.1"),
                          named_host("pool-1", "10.0.0.2", {call("10.0.0.5", 5432, "pgb.service")}),
                          named_host("db-1", "10.0.0.5")}};
    const auto path = map.path(symptom_on("web-1"), symptom_on("db-1"));
    REQUIRE(path);
    CHECK(path->words() ==
          "shop needs pool (declared) needs database (learned on pool-1: pgb.service is connected "
          "to 10.0.0.5:5432)");
    CHECK_FALSE(map.path(symptom_on("db-1"), symptom_on("web-1")));
    CHECK_FALSE(map.path(symptom_on("web-1"), symptom_on("web-1")));
}

TEST_CASE("service map: hosts without services are bound by their connections",
          "[incidents][services]") {
    const ServiceMap map{{},
                         {named_host("web-1", "10.0.0.1", {call("10.0.0.5", 5432, "shop.service")}),
                          named_host("db-1", "10.0.0.5"), named_host("db-2", "10.0.0.6")}};
    const auto path = map.path(symptom_on("web-1"), symptom_on("db-1"));
    REQUIRE(path);
    CHECK(path->words() ==
          "web-1 needs db-1 (learned on web-1: shop.service is connected to 10.0.0.5:5432)");
    CHECK_FALSE(map.path(symptom_on("web-1"), symptom_on("db-2")));
}

TEST_CASE("service map: redundancy counts only the service's own hosts", "[incidents][services]") {
    Service shop = service("shop", {"web-*"});
    const ServiceMap map{{shop},
                         {named_host("web-1", ""), named_host("web-2", ""), named_host("web-3", ""),
                          named_host("x", "")}};
    const Redundancy one = map.redundancy(*map.find("shop"), {"web-1", "x"});
    CHECK(one.hosts == 3);
    CHECK(one.touched == 1);
    CHECK(one.needed == 2);
    CHECK(one.spare() == 0);
    CHECK(map.redundancy(*map.find("shop"), {"web-1", "web-2"}).spare() == -1);
}

TEST_CASE("service map: beyond the bound services are left out and counted",
          "[incidents][services]") {
    std::vector<Service> many;
    for (std::size_t i = 0; i < ServiceMap::services_max; ++i)
        many.push_back(service("s" + std::to_string(10000 + i), {}));
    CHECK(ServiceMap{many, {}}.left_out() == 0);
    many.push_back(service("s99999", {}));
    const ServiceMap map{many, {}};
    CHECK(map.left_out() == 1);
    CHECK(map.services().size() == ServiceMap::services_max);
}
