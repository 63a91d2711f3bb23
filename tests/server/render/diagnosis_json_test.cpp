#include "server/render/diagnosis_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/sample_incident.hpp"

using namespace foreshock;

TEST_CASE("diagnosis json: every cause carries its evidence, every change its hosts", "[render]") {
    incidents::Host host;
    host.name = "web-1";
    host.changes = {{test::at_second(-60), "package.shop", "1.0", "1.1"}};
    const auto got =
        render::diagnosis_json(incidents::diagnose(test::leaking_incident(), {{host}, {}, {}}));
    REQUIRE(got["causes"].size() == 2);
    for (const auto& cause : got["causes"]) {
        CHECK_FALSE(cause["evidence_for"].empty());
        CHECK(cause["evidence_for"][0]["code"] != "");
    }
    CHECK(got["changes"][0]["hosts"] == nlohmann::json{"web-1"});
    CHECK(got["changes"][0]["to"] == "1.1");
    CHECK(got["snapshot_of"] == "sym-1");
    CHECK(got["prefilled_questions"][0]["question"] == "Was shop deployed today?");
    CHECK(got["prefilled_questions"][0]["known"].size() == 1);
}
