#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/render/near_miss_json.hpp"
#include "server/render/review_text.hpp"
#include "tests/support/sample_incident.hpp"

using namespace foreshock;
using nlohmann::json;
using test::at_second;

namespace {

incidents::Incident reviewed() {
    incidents::Incident incident = test::leaking_incident();
    incident.title = "shop on web-1 | <b>fails</b>";
    incident.hypotheses = {
        {"h1",
         "release 4.2\n# leaks",
         "ann",
         at_second(9),
         incidents::HypothesisState::supported,
         {{at_second(10), "bob", "lsof", incidents::HypothesisState::supported}}}};
    return incident;
}

}  // namespace

TEST_CASE("review json: the record, the causes, the hypotheses and the follow-ups", "[render]") {
    const incidents::Incident incident = reviewed();
    const auto record = incidents::review(incident, {});
    const auto diagnosis = incidents::diagnose(incident);
    const json got = json::parse(render::review_json({incident, record, diagnosis}));
    CHECK(got["incident"]["reference"] == "INC-000042");
    CHECK(got["time_to_tell_seconds"] == 34);
    CHECK(got["lead_time_seconds"].is_null());
    CHECK(got["worst_priority"] == "P2");
    CHECK(got["causes"].size() == 1);
    CHECK(got["hypotheses"][0]["evidence"][0]["actor"] == "bob");
    CHECK(got["follow_ups"][0]["code"] == "find_cause");
}

TEST_CASE("review: the cause and the fix are linked to the accepted hypothesis", "[render][S26]") {
    incidents::Incident incident = reviewed();
    incident.hypotheses[0].state = incidents::HypothesisState::accepted;
    incident.reporting.closure = incidents::Closure{"fixed", "release 4.2 | leaks", "rolled back",
                                                    "bob",   at_second(11),         "h1"};
    const auto record = incidents::review(incident, {});
    const auto diagnosis = incidents::diagnose(incident);
    const json got = json::parse(render::review_json({incident, record, diagnosis}));
    CHECK(got["incident"]["closure"]["hypothesis"] == "h1");
    CHECK(got["hypotheses"][0]["id"] == "h1");
    const std::string page = render::review_markdown({incident, record, diagnosis});
    CHECK_THAT(page, Catch::Contains("| Cause | release 4.2 \\| leaks (hypothesis h1) |"));
    CHECK_THAT(page, Catch::Contains("| Fix | rolled back |"));
    CHECK_THAT(page, Catch::Contains("- h1 accepted: "));
    incident.reporting.closure->hypothesis.clear();
    const json without = json::parse(render::review_json({incident, record, diagnosis}));
    CHECK(without["incident"]["closure"]["hypothesis"].is_null());
}

TEST_CASE("review markdown: words from outside mean nothing to Markdown", "[render]") {
    const incidents::Incident incident = reviewed();
    const auto record = incidents::review(incident, {});
    const auto diagnosis = incidents::diagnose(incident);
    const std::string page = render::review_markdown({incident, record, diagnosis});
    CHECK_THAT(page, Catch::StartsWith("# INC-000042: shop on web-1 \\| \\<b\\>fails\\</b\\>\n"));
    CHECK_THAT(page, Catch::Contains("supported: release 4.2 \\# leaks \\(ann\\)") ||
                         Catch::Contains("supported: release 4.2 \\# leaks (ann)"));
    CHECK_THAT(page, Catch::Contains("| From first sign to first word | 34 s |"));
    CHECK_THAT(page, Catch::Contains("- [ ] no hypothesis was accepted"));
    CHECK(page.find("<b>") == std::string::npos);
    CHECK(page.find("\n# leaks") == std::string::npos);
}

TEST_CASE("near misses json: what was announced has its times, what was not has none", "[render]") {
    ScoredForecast prevented;
    prevented.kind = "filesystem.space.exhaustion";
    prevented.raised_at = at_second(0);
    prevented.first.expected = at_second(60);
    prevented.verdict = ForecastVerdict::prevented;
    prevented.settled_at = at_second(30);
    ScoredForecast unannounced;
    unannounced.verdict = ForecastVerdict::unannounced;
    unannounced.happened_at = at_second(5);
    const json got = json::parse(render::near_misses_json({{prevented, unannounced}, 1, 1, 0}));
    CHECK(got["prevented"] == 1);
    CHECK(got["entries"][0]["lead_seconds"] == 60);
    CHECK(got["entries"][0]["happened_at"].is_null());
    CHECK(got["entries"][1]["announced_at"].is_null());
    CHECK(got["entries"][1]["lead_seconds"].is_null());
    CHECK(got["entries"][1]["verdict"] == "unannounced");
}
