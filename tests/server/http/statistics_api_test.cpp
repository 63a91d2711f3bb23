#include "server/http/statistics_api.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "tests/support/memory_oncall.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;

struct Fixture {
    test::MemoryFigures figures;
    test::ManualClock clock;
    StatisticsApi api{figures, clock};
    RequestCounters counters;
    Front front{{}, api.routes(), counters};

    Fixture() {
        statistics::IncidentFigures one;
        one.category = "storage";
        one.is_open = false;
        one.outcome = incidents::Outcome::recovered;
        one.respond = minutes{90};
        one.resolve = hours{5};
        one.response = incidents::ClockState::met;
        figures.value = {one, one};
        figures.value[1].category = "=cmd()";
        figures.value[1].resolve = hours{30};
    }

    Response show(const std::string& query) { return ask(front, get("/api/v1/statistics", query)); }
};

TEST_CASE("statistics_api: totals and groups", "[http][statistics]") {
    Fixture f;
    const Response response =
        f.show("from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z&group_by=category");
    REQUIRE(response.status == 200);
    const json answer = json::parse(response.body);
    CHECK(f.figures.begin == parse_rfc3339("2026-11-01T00:00:00Z").value());
    CHECK(answer["total"]["incidents"] == 2);
    CHECK(answer["total"]["time_to_respond"]["p50_seconds"] == 5400.0);
    CHECK(answer["total"]["resolved_within_24_hours"]["attainment"] == 0.5);
    CHECK(answer["total"]["time_to_detect"]["mean_seconds"] == nullptr);
    REQUIRE(answer["groups"].size() == 2);
    CHECK(answer["groups"][1]["key"] == "storage");
}

TEST_CASE("statistics_api: as a table that a spreadsheet may open", "[http][statistics]") {
    Fixture f;
    const Response response = f.show("group_by=category&format=csv");
    REQUIRE(response.status == 200);
    CHECK(response.field("Content-Type") == "text/csv; charset=utf-8");
    CHECK_THAT(response.body, Catch::StartsWith("key,incidents,"));
    CHECK_THAT(response.body, Catch::Contains("\r\n'=cmd(),1,0,1,0,0"));
    const auto columns = [](const std::string& line) {
        return std::count(line.begin(), line.end(), ',');
    };
    const std::string head = response.body.substr(0, response.body.find("\r\n"));
    const std::string rest = response.body.substr(head.size() + 2);
    CHECK(columns(head) == columns(rest.substr(0, rest.find("\r\n"))));
}

TEST_CASE("statistics_api: the last 30 days if nothing is said, and a bound",
          "[http][statistics]") {
    Fixture f;
    REQUIRE(f.show("").status == 200);
    CHECK(f.figures.end == f.clock.now());
    CHECK(f.figures.begin == f.clock.now() - hours{24 * 30});
    CHECK(f.show("from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z").status == 400);
    CHECK(f.show("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z").status == 400);
    CHECK(f.show("group_by=host").status == 400);
    CHECK(f.show("format=xml").status == 400);
}

}  // namespace
}  // namespace foreshock::http
