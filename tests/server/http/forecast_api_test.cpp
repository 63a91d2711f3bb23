#include "server/http/forecast_api.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "server/http/openapi_route.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;
using std::chrono::minutes;

const TimePoint now = from_unix_ms(1'790'000'000'000);

ScoredForecast announcement(const std::string& host, int expected_in) {
    ScoredForecast made;
    made.id = "sym-" + host;
    made.kind = "filesystem.space.exhaustion";
    made.subject = {host, "filesystem /var"};
    made.raised_at = now;
    made.first.disruption = "writes to /var fail";
    made.first.earliest = now + minutes{1};
    made.first.expected = made.first.latest = now + minutes{expected_in};
    made.newest = made.first;
    made.newest.confidence = 0.5;
    return made;
}

incidents::ForecastAccuracy accuracy(const std::string& host) {
    incidents::ForecastAccuracy one;
    one.kind = "filesystem.space.exhaustion";
    one.host = host;
    one.counts[static_cast<std::size_t>(ForecastVerdict::hit)] = 3;
    one.counts[static_cast<std::size_t>(ForecastVerdict::never)] = 1;
    one.precision = 0.75;
    one.median_lead = minutes{12};
    one.false_alarms_per_host_week = 0.25;
    return one;
}

struct Fixture {
    StatusBoard board;
    RequestCounters requests;
    ForecastApi api{board};
    Front front{{}, api.routes(), requests};

    Fixture() {
        Status status;
        status.forecasts_open = {announcement("web-1", 30), announcement("web-2", 10)};
        status.forecast_accuracy = std::make_shared<const std::vector<incidents::ForecastAccuracy>>(
            std::vector{accuracy(""), accuracy("web-1")});
        board.write(std::move(status));
    }

    json list(const std::string& query = {}) {
        const Response response = ask(front, get("/api/v1/forecasts", query));
        REQUIRE(response.status == 200);
        return json::parse(response.body);
    }
};

TEST_CASE("forecast_api: open forecasts come soonest first, accuracy all hosts first",
          "[http][forecast]") {
    Fixture f;
    const json all = f.list();
    REQUIRE(all["open"].size() == 2);
    CHECK(all["open"][0]["host"] == "web-2");
    CHECK(all["open"][0]["confidence"] == 0.5);
    CHECK(all["open"][0]["expected_at"] == format_rfc3339(now + minutes{10}));
    REQUIRE(all["accuracy"].size() == 2);
    CHECK(all["accuracy"][0]["host"].is_null());
    CHECK(all["accuracy"][0]["hit"] == 3);
    CHECK(all["accuracy"][0]["never"] == 1);
    CHECK(all["accuracy"][0]["precision"] == 0.75);
    CHECK(all["accuracy"][0]["median_lead_seconds"] == 720);
    CHECK(all["accuracy"][0]["false_alarms_per_host_week"] == 0.25);
    CHECK(all["window_seconds"] == 90 * 24 * 3600);
}

TEST_CASE("forecast_api: host and kind narrow both lists", "[http][forecast]") {
    Fixture f;
    const json one = f.list("host=web-1");
    REQUIRE(one["open"].size() == 1);
    CHECK(one["open"][0]["host"] == "web-1");
    REQUIRE(one["accuracy"].size() == 1);
    CHECK(one["accuracy"][0]["host"] == "web-1");
    CHECK(f.list("kind=memory.exhaustion")["open"].empty());
    CHECK(f.list("kind=filesystem.space.exhaustion")["accuracy"].size() == 2);
    CHECK(ask(f.front, get("/api/v1/forecasts", "limit=3")).status == 400);
}

TEST_CASE("forecast_api: it has exactly the documented fields", "[http][forecast][openapi]") {
    Fixture f;
    const json document = json::parse(openapi_document());
    const json& schema = document["components"]["schemas"]["Forecasts"]["properties"];
    const json all = f.list();
    for (const char* part : {"open", "accuracy"}) {
        const json& fields = schema[part]["items"]["properties"];
        CHECK(fields.size() == all[part][0].size());
        for (const auto& [name, value] : all[part][0].items()) {
            CAPTURE(part, name);
            CHECK(fields.contains(name));
        }
    }
    CHECK(schema.size() == all.size());
}

}  // namespace
}  // namespace foreshock::http
