#include "cli/desk_acts.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "tests/support/http_receiver.hpp"
#include "tests/support/incident_samples.hpp"

using namespace foreshock;
using namespace foreshock::cli;
using foreshock::test::http_answer;
using foreshock::test::HttpReceiver;
using foreshock::test::ReceivedRequest;

namespace {

Arguments typed() {
    Arguments arguments;
    arguments.id = "42";
    arguments.actor = "lek";
    arguments.desk.known_error = "ke-1";
    return arguments;
}

}  // namespace

TEST_CASE("desk acts: the fix of a known error is asked for, and the incident's line printed",
          "[cli][integration]") {
    HttpReceiver server{
        [](const ReceivedRequest&) { return http_answer(200, test::incident_summary); }};
    ApiClient api{{server.url(), ""}};
    std::ostringstream out;
    REQUIRE(apply_fix(api, typed(), Look{}, out));
    CHECK(out.str().find("INC-000042") != std::string::npos);
    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests()[0].target == "/api/v1/incidents/42/fixes");
    CHECK(server.requests()[0].body == R"({"actor":"lek","known_error":"ke-1"})");
}

TEST_CASE("desk acts: a breach is raised from an incident, and its clock is told",
          "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) {
        return http_answer(201, R"({"reference":"BR-000001","title":"t",)"
                                R"("authority_due_at":"2026-03-04T08:30:00.000Z"})");
    }};
    ApiClient api{{server.url(), ""}};
    std::ostringstream out;
    Arguments asked = typed();
    asked.text = "copied";
    asked.desk.aware_at = "2026-03-01T08:30:00Z";
    REQUIRE(raise_breach(api, asked, out));
    CHECK(out.str() ==
          "BR-000001  t\nThe authority is to be told until 2026-03-04T08:30:00.000Z. Only its "
          "responders see it.\n");
    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests()[0].target == "/api/v1/breaches");
    CHECK(server.requests()[0].body ==
          R"({"incident":"42","words":"copied","aware_at":"2026-03-01T08:30:00Z"})");
}

TEST_CASE("desk acts: an answer that is no breach is an error", "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) { return http_answer(201, "{}"); }};
    ApiClient api{{server.url(), ""}};
    std::ostringstream out;
    CHECK(raise_breach(api, typed(), out).error().code == Errc::malformed);
    CHECK(out.str().empty());
}
