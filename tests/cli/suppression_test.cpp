#include "cli/suppression.hpp"

#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/run.hpp"
#include "tests/support/http_receiver.hpp"
#include "tests/support/manual_clock.hpp"

using namespace foreshock;
using namespace foreshock::cli;
using foreshock::test::http_answer;
using foreshock::test::HttpReceiver;
using foreshock::test::ReceivedRequest;
using nlohmann::json;

namespace {

const std::string silence = R"({"id":"8f0c","state":"active","matches":"{host=\"web-1\"}",
  "owner":"ann","reason":"a new disk","starts_at":"2026-09-21T14:13:20.000Z",
  "ends_at":"2026-09-21T16:13:20.000Z"})";

const std::string window = R"({"id":"77aa","state":"pending","matches":"{host=~\"db-.*\"}",
  "owner":"bo","reason":"backup","duration":"2h","occurrences":[
  {"starts_at":"2026-10-25T00:30:00.000Z","ends_at":"2026-10-25T02:30:00.000Z",
   "local":"2026-10-25T02:30:00+02:00","note":"02:30 comes twice on that day"}]})";

struct Ran {
    int code;
    std::string out;
    std::string err;
    std::vector<ReceivedRequest> requests;
};

Ran ran(std::vector<std::string> words, const std::string& answer, int status = 200) {
    HttpReceiver server{[&](const ReceivedRequest&) { return http_answer(status, answer); }};
    words.insert(words.end(), {"--server", server.url()});
    const test::ManualClock clock;
    std::ostringstream out;
    std::ostringstream err;
    const int code = run(std::move(words), clock, out, err);
    return {code, out.str(), err.str(), server.requests()};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("silence: add sends what was typed, and prints the id first", "[cli][integration]") {
    const Ran got = ran({"silence", "add", "host=web-1", "kind=~disk.*", "--for", "2h", "--reason",
                         "a new disk", "--as", "ann", "--end-when-quiet", "10m"},
                        silence, 201);
    CHECK(got.code == 0);
    CHECK(got.out == "8f0c\n  {host=\"web-1\"} until 2026-09-21 16:13Z\n");
    REQUIRE(got.requests.size() == 1);
    CHECK(got.requests[0].method == "POST");
    CHECK(got.requests[0].target == "/api/v1/silences");
    CHECK(json::parse(got.requests[0].body) == json{{"matchers", {"host=web-1", "kind=~disk.*"}},
                                                    {"owner", "ann"},
                                                    {"reason", "a new disk"},
                                                    {"duration", "2h"},
                                                    {"end_when_quiet", "10m"}});
}

TEST_CASE("silence: list shows those that have not expired", "[cli][integration]") {
    const Ran got = ran({"silence", "list"}, "[" + silence + "]");
    CHECK(got.requests.at(0).target == "/api/v1/silences?state=pending,active");
    CHECK(has(got.out, "8f0c"));
    CHECK(has(got.out, "a new disk"));
    CHECK(ran({"silence", "list", "--state", "all"}, "[]").requests.at(0).target ==
          "/api/v1/silences");
    CHECK(has(ran({"silence", "list"}, "[]").out, "everything is told"));
    CHECK(has(ran({"silence", "list", "--json"}, "[" + silence + "]").out, "\"id\": \"8f0c\""));
}

TEST_CASE("silence: expire says who ends it", "[cli][integration]") {
    const Ran got = ran({"silence", "expire", "8f0c", "--as", "b o"}, silence);
    CHECK(got.out == "8f0c is over\n");
    CHECK(got.requests.at(0).method == "DELETE");
    CHECK(got.requests.at(0).target == "/api/v1/silences/8f0c?actor=b%20o");
}

TEST_CASE("maintenance: preview shows what would be hidden and when it comes",
          "[cli][integration]") {
    const std::string preview = R"({"matches":"{host=~\"db-.*\"}","incident_count":1,
      "partly_count":1,"symptom_count":3,"looked_at":12,"is_complete":true,
      "incidents":[{"id":"i","reference":"INC-000042","priority":"P2","title":"full"}],
      "partly":[{"id":"j","reference":"INC-000043","priority":"P3","title":"slow"}],
      "occurrences":[{"starts_at":"2026-10-25T00:30:00.000Z","ends_at":"2026-10-25T02:30:00.000Z",
       "local":"2026-10-25T02:30:00+02:00","note":null}]})";
    const Ran got = ran({"maintenance", "preview", "host=~db-.*", "--cron", "30 2 * * sun",
                         "--zone", "Europe/Berlin", "--for", "2h"},
                        preview);
    CHECK(got.code == 0);
    CHECK(got.requests.at(0).target == "/api/v1/maintenance-windows/preview");
    CHECK(json::parse(got.requests.at(0).body)["cron"] == "30 2 * * sun");
    CHECK(has(got.out, "would hide 3 symptoms now, and with them 1 incident of 12 open"));
    CHECK(has(got.out, "INC-000042  P2  full"));
    CHECK(has(got.out, "INC-000043  P3  slow"));
    CHECK(has(got.out, "2026-10-25T02:30:00+02:00  =  2026-10-25 00:30Z to 2026-10-25 02:30Z"));
}

TEST_CASE("maintenance: add and list say when it comes next", "[cli][integration]") {
    const Ran added = ran({"maintenance", "add", "host=~db-.*", "--rrule", "FREQ=DAILY", "--first",
                           "2026-03-01T02:30", "--zone", "Europe/Berlin", "--for", "2h", "--until",
                           "2027-01-01T00:00:00Z", "--reason", "backup", "--except", "2026-12-25"},
                          window, 201);
    CHECK(has(added.out, "77aa\n"));
    CHECK(has(added.out, "02:30 comes twice on that day"));
    const json body = json::parse(added.requests.at(0).body);
    CHECK(body["until"] == "2027-01-01T00:00:00Z");
    CHECK(body["except"] == json::array({"2026-12-25"}));
    CHECK_FALSE(body.contains("ends_at"));
    CHECK(has(ran({"maintenance", "list"}, "[" + window + "]").out, "2026-10-25T02:30:00+02:00"));
}

TEST_CASE("silence: what the server refuses is told in its words", "[cli][integration]") {
    const Ran got = ran({"silence", "add", "host=~(", "--for", "2h", "--reason", "x"},
                        R"({"title":"The request breaks a rule","detail":"matchers[0]: no"})", 400);
    CHECK(got.code == 1);
    CHECK(has(got.err, "matchers[0]: no"));
}

TEST_CASE("silence: an answer that is none is told", "[cli]") {
    CHECK(render_silences("{", {}).error().code == Errc::malformed);
    CHECK(render_windows("{}", {}).error().code == Errc::malformed);
    CHECK(render_preview("[]", {}).error().code == Errc::malformed);
}
