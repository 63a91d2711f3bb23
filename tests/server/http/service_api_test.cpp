#include "server/http/service_api.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "server/http/openapi_route.hpp"
#include "tests/support/service_samples.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;

/// A shop on web-1, where /var fills up, and the database that it needs.
struct Fixture {
    test::MemoryStore kept;
    test::ManualClock clock;
    StatusBoard board;
    RequestCounters requests;
    ServiceApi api{kept, board, clock};
    Front front{{}, api.routes(), requests};

    Fixture() {
        incidents::Service shop = incidents::test::service("shop", {"web-*"}, {"database"});
        shop.weight = 5;
        shop.users = 300;
        shop.team = "web";
        Status status;
        status.services = std::make_shared<const incidents::ServiceMap>(
            std::vector{shop, incidents::test::service("database", {"db-1"}),
                        incidents::test::service("empty", {"nowhere"})},
            std::vector{incidents::test::named_host("web-1"), incidents::test::named_host("db-1")});
        board.write(std::move(status));
    }

    json ask_for(const std::string& path) {
        const Response response = ask(front, get(path));
        REQUIRE(response.status == 200);
        return json::parse(response.body);
    }
};

TEST_CASE("service_api: the list tells state, hosts and incidents of each", "[http][services]") {
    Fixture f;
    incidents::Incident incident = stored_incident(7);
    incident.symptoms[0].symptom.impact = 2;
    store(f.kept, incident);
    const json list = f.ask_for("/api/v1/services");
    REQUIRE(list.size() == 3);
    CHECK(list[0]["name"] == "database");
    CHECK(list[0]["state"] == "healthy");
    CHECK(list[1]["state"] == "unknown");
    const json& shop = list[2];
    CHECK(shop["state"] == "impending");
    CHECK(shop["weight"] == 5);
    CHECK(shop["users"] == 300);
    CHECK(shop["team"] == "web");
    CHECK(shop["hosts_total"] == 1);
    CHECK(shop["hosts_up"] == 1);
    CHECK(shop["hosts_at_risk"] == 1);
    CHECK(shop["open_incidents"] == json{7});
    CHECK(shop["state_reasons"][0]["text"] == "1 of 1 host up, needed: 1, at risk: 1");
}

TEST_CASE("service_api: one service tells its hosts and who depends on whom", "[http][services]") {
    Fixture f;
    const json shop = f.ask_for("/api/v1/services/shop");
    CHECK(shop["hosts"] == json::parse(R"([{"name":"web-1","state":"up"}])"));
    REQUIRE(shop["depends_on"].size() == 1);
    CHECK(shop["depends_on"][0]["service"] == "database");
    CHECK(shop["depends_on"][0]["source"] == "declared");
    CHECK(shop["depends_on"][0]["since"].is_null());
    CHECK(shop["in_hours"] == true);
    CHECK(f.ask_for("/api/v1/services/database")["needed_by"][0]["service"] == "shop");
}

TEST_CASE("service_api: nobody knows an unknown service", "[http][services]") {
    Fixture f;
    const Response response = ask(f.front, get("/api/v1/services/shops"));
    CHECK(response.status == 404);
    CHECK_THAT(response.body, Catch::Contains("no service has the name 'shops'"));
}

TEST_CASE("service_api: no catalogue is an empty list", "[http][services]") {
    Fixture f;
    f.board.write({});
    CHECK(f.ask_for("/api/v1/services") == json::array());
}

TEST_CASE("service_api: the fields are those of the document", "[http][services]") {
    Fixture f;
    const json document = json::parse(openapi_document());
    const json& schemas = document["components"]["schemas"];
    const json shop = f.ask_for("/api/v1/services/shop");
    const json& summary = schemas["Service"]["properties"];
    const json& detail = schemas["ServiceDetail"]["allOf"][1]["properties"];
    for (const auto& [name, value] : shop.items()) {
        CAPTURE(name);
        CHECK((summary.contains(name) || detail.contains(name)));
    }
    CHECK(shop.size() == summary.size() + detail.size());
    CHECK(shop["depends_on"][0].size() == schemas["Dependency"]["properties"].size());
}

}  // namespace
}  // namespace foreshock::http
