#include "server/http/review_api.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "server/incidents/forecast_accuracy.hpp"
#include "tests/support/memory_diagnosis.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;

struct Fixture {
    test::MemoryStore reader;
    test::MemoryDiagnosis diagnosis;
    test::MemoryNearMisses near_misses;
    test::ManualClock clock;
    ReviewApi api{reader, diagnosis, near_misses, clock};
    RequestCounters counters;
    Front front{{}, api.routes(), counters};
};

TEST_CASE("review_api: the record of an incident as JSON and as Markdown", "[http]") {
    Fixture f;
    store(f.reader, stored_incident(7));
    const json record = json::parse(ask(f.front, get("/api/v1/incidents/7/review")).body);
    CHECK(record["incident"]["number"] == 7);
    CHECK(record["moments"].size() == 1);
    const Response page =
        ask(f.front, get("/api/v1/incidents/INC-000007/review", "format=markdown"));
    CHECK(page.field("Content-Type") == "text/markdown; charset=utf-8");
    CHECK_THAT(page.body, Catch::StartsWith("# INC-000007: "));
}

TEST_CASE("review_api: an unknown incident or form is told", "[http]") {
    Fixture f;
    CHECK(ask(f.front, get("/api/v1/incidents/7/review")).status == 404);
    store(f.reader, stored_incident(7));
    CHECK(ask(f.front, get("/api/v1/incidents/7/review", "format=pdf")).status == 400);
}

TEST_CASE("review_api: near misses are asked for with host, kind and the window", "[http]") {
    Fixture f;
    f.near_misses.ledger.prevented = 3;
    const Response response =
        ask(f.front, get("/api/v1/near-misses", "host=web-1&kind=a.b&limit=7"));
    CHECK(json::parse(response.body)["prevented"] == 3);
    CHECK(f.near_misses.asked.host == "web-1");
    CHECK(f.near_misses.asked.kind == "a.b");
    CHECK(f.near_misses.asked.limit == 7);
    CHECK(f.near_misses.asked.since == f.clock.now() - incidents::accuracy_window);
    CHECK(ask(f.front, get("/api/v1/near-misses", "limit=0")).status == 400);
    CHECK(ask(f.front, get("/api/v1/near-misses", "limit=1001")).status == 400);
}

}  // namespace
}  // namespace foreshock::http
