#include "server/app/service_configuration.hpp"

#include <catch2/catch.hpp>

#include "server/app/configuration_file.hpp"

namespace foreshock::app {
namespace {

const char* const shop = R"(
[[service]]
name = "shop"
title = "The \"shop\""
team = "web"
hosts = ["web-*"]
labels = { site = "bkk", role = "web" }
components = ["process shop*"]
kinds = ["process.*"]
ports = [80, 443]
depends_on = ["database"]
weight = 5
users = 1200
hosts_needed = 2
hours = ["mon-fri 08:00-18:00"]
zone = "Asia/Bangkok"

[[service]]
name = "database"
labels = { role = "db" }
hosts_needed = "all"
)";

std::string complaint(const std::string& toml) {
    Configuration ignored;
    const Result<void> done = read_toml(toml, "server.toml", ignored);
    if (done) {
        const Result<void> checked = check(ignored);
        REQUIRE_FALSE(checked);
        return checked.error().what;
    }
    return done.error().what;
}

TEST_CASE("service configuration: every key takes effect", "[app][services]") {
    Configuration configuration;
    REQUIRE(read_toml(shop, "server.toml", configuration));
    REQUIRE(check(configuration));
    REQUIRE(configuration.services.size() == 2);
    const incidents::Service& service = configuration.services[0].service;
    CHECK(service.title == "The \"shop\"");
    CHECK(service.team == "web");
    CHECK(service.hosts == std::vector<std::string>{"web-*"});
    CHECK(service.labels == std::vector<std::string>{"role=web", "site=bkk"});
    CHECK(service.components == std::vector<std::string>{"process shop*"});
    CHECK(service.kinds == std::vector<std::string>{"process.*"});
    CHECK(service.ports == std::vector<std::uint16_t>{80, 443});
    CHECK(service.depends_on == std::vector<std::string>{"database"});
    CHECK(service.weight == 5);
    CHECK(service.users == 1200);
    CHECK(service.needed.of(9) == 2);
    CHECK(service.has_hours);
    CHECK(configuration.services[0].hours.zone == "Asia/Bangkok");
    const incidents::Service& database = configuration.services[1].service;
    CHECK(database.title == "database");
    CHECK(database.weight == 3);
    CHECK(database.needed.of(9) == 9);
    CHECK_FALSE(database.has_hours);
}

TEST_CASE("service configuration: what is printed reads back as the same", "[app][services]") {
    Configuration before;
    REQUIRE(read_toml(shop, "server.toml", before));
    before.services[0].service.team = "a\nb";
    before.incidents.matrix[2][2] = 4;
    before.incidents.priority.users_many = 7;
    Configuration after;
    REQUIRE(read_toml(to_toml(before), "again.toml", after));
    CHECK(to_toml(after) == to_toml(before));
    CHECK(after.services[0].service == before.services[0].service);
    CHECK(after.incidents.matrix == before.incidents.matrix);
    CHECK(after.incidents.priority == before.incidents.priority);
}

TEST_CASE("service configuration: complaints name place, key and the way to write it",
          "[app][services]") {
    const std::string one = "[[service]]\nname = \"a\"\nhosts = [\"x\"]\n";
    const std::pair<std::string, const char*> rows[] = {
        {"[[service]]\nhosts = [\"x\"]\n", "server.toml:1:1: service.name: must be of letters"},
        {"[[service]]\nname = \"a b\"\nhosts = [\"x\"]\n", "server.toml:2:8: service.name"},
        {"[[service]]\nname = \"a\"\n", "server.toml:1:1: service.hosts: needs hosts ="},
        {one + "weight = 6", "server.toml:4:10: service.weight: must be a whole number from 1"},
        {one + "hosts_needed = 0", "server.toml:4:16: service.hosts_needed: must be a whole"},
        {one + "hosts_needed = \"most\"", "\"quorum\" or \"all\""},
        {one + "labels = [\"role=web\"]", "server.toml:4:10: service.labels: must be a table"},
        {one + "labels = { role = 1 }", "service.labels: must be a table of texts"},
        {one + "ports = [0]", "server.toml:4:10: service.ports: must be whole numbers from 1 to"},
        {one + "hours = [\"always\"]", "server.toml:4:9: service.hours: 'always' is no time"},
        {one + "zone = \"Mars\"", "server.toml:4:8: service.zone: 'Mars' is no time zone"},
        {one + "wieght = 3", "server.toml:4:1: service.wieght: is unknown here; known are"},
        {one + "depends_on = [\"b\"]",
         "server.toml:1:1: service.depends_on: 'b' is no other service; there are a"},
        {one + "depends_on = [\"a\"]", "'a' is no other service"},
        {one + one, "server.toml:4:1: service.name: 'a' is there twice"},
        {"[priority]\nmatrix = [[1, 2, 3], [2, 3, 4]]", "server.toml:2:10: priority.matrix: must"},
        {"[priority]\nmatrix = [[1, 2, 3], [2, 3, 4], [3, 4, 6]]", "levels from 1 to 5"},
        {"[priority]\nurgent_within = \"5h\"",
         "server.toml:2:17: priority.urgent_within: must not be longer than soon_within"},
        {"[priority]\nweight_for_impact_two = 5",
         "priority.weight_for_impact_two: must not be above weight_for_impact_one"},
        {"[priority]\nhosts_for_impact_two = 6",
         "priority.hosts_for_impact_two: must not be above hosts_for_impact_one"},
    };
    for (const auto& [toml, words] : rows) {
        CAPTURE(toml);
        CHECK_THAT(complaint(toml), Catch::Contains(words));
    }
}

TEST_CASE("service configuration: a later file replaces the service of its name",
          "[app][services]") {
    Configuration configuration;
    REQUIRE(read_toml(shop, "server.toml", configuration));
    REQUIRE(read_toml("[[service]]\nname = \"database\"\nhosts = [\"db-*\"]\n", "20.toml",
                      configuration));
    REQUIRE(configuration.services.size() == 2);
    CHECK(configuration.services[1].service.hosts == std::vector<std::string>{"db-*"});
    CHECK(configuration.services[1].service.labels.empty());
}

}  // namespace
}  // namespace foreshock::app
