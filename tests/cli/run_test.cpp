#include "cli/run.hpp"

#include <algorithm>
#include <sstream>

#include <catch2/catch.hpp>

#include "tests/support/http_receiver.hpp"
#include "tests/support/incident_samples.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using foreshock::test::http_answer;
using foreshock::test::HttpReceiver;
using foreshock::test::ManualClock;
using foreshock::test::ReceivedRequest;

namespace {

struct Ran {
    int code;
    std::string out;
    std::string err;
};

Ran ran(std::vector<std::string> words, const std::string& server = "") {
    if (!server.empty()) words.insert(words.end(), {"--server", server});
    const ManualClock clock;
    std::ostringstream out;
    std::ostringstream err;
    const int code = cli::run(std::move(words), clock, out, err);
    return {code, out.str(), err.str()};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("run: incidents are asked for as the filter says, page after page",
          "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest& request) {
        const bool is_first = request.target.find("cursor") == std::string::npos;
        return http_answer(200, "[" + test::incident_summary + "]",
                           is_first ? "Link: </api/v1/incidents?cursor=2>; rel=\"next\"\r\n" : "");
    }};
    const Ran got = ran({"incidents", "--state", "all", "--priority", "P1,P2", "--host", "a b",
                         "--phase", "impending", "--category", "storage"},
                        server.url());
    CHECK(got.code == 0);
    CHECK(server.requests().at(0).target ==
          "/api/v1/incidents?state=all&priority=P1,P2&host=a%20b&category=storage"
          "&phase=impending&limit=50");
    REQUIRE(server.requests().size() == 2);
    CHECK(server.requests()[1].target == "/api/v1/incidents?cursor=2");
    CHECK(std::count(got.out.begin(), got.out.end(), '\n') == 3);
}

TEST_CASE("run: a limit ends the pages", "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) {
        return http_answer(200, "[" + test::incident_summary + "]",
                           "Link: </api/v1/incidents?cursor=2>; rel=\"next\"\r\n");
    }};
    CHECK(ran({"incidents", "--limit", "3"}, server.url()).code == 0);
    CHECK(server.requests().size() == 3);
}

TEST_CASE("run: --json gives one array of all pages", "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest& request) {
        const bool is_first = request.target.find("cursor") == std::string::npos;
        return http_answer(200, is_first ? R"([{"n":1}])" : R"([{"n":2}])",
                           is_first ? "Link: </a?cursor=2>; rel=\"next\"\r\n" : "");
    }};
    CHECK(ran({"incidents", "--json"}, server.url()).out ==
          "[\n  {\n    \"n\": 1\n  },\n  {\n    \"n\": 2\n  }\n]\n");
}

TEST_CASE("run: no incidents is good news, or a filter that fits nothing", "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) { return http_answer(200, "[]"); }};
    CHECK(ran({"incidents"}, server.url()).out == "No open incidents: all is quiet.\n");
    CHECK(ran({"incidents", "--host", "x"}, server.url()).out == "No incident is like that.\n");
    CHECK(ran({"incidents", "--json"}, server.url()).out == "[]\n");
}

TEST_CASE("run: show prints the incident", "[cli][integration]") {
    HttpReceiver server{
        [](const ReceivedRequest&) { return http_answer(200, test::incident_detail); }};
    const Ran got = ran({"incidents", "show", "INC-000042"}, server.url());
    CHECK(got.code == 0);
    CHECK(server.requests().at(0).target == "/api/v1/incidents/42");
    CHECK(has(got.out, "What to do"));
    CHECK(has(ran({"incidents", "show", "42", "--json"}, server.url()).out,
              "\"reference\": \"INC-000042\""));
}

TEST_CASE("run: ack, note and resolve are posted with their actor", "[cli][integration]") {
    HttpReceiver server{
        [](const ReceivedRequest&) { return http_answer(200, test::incident_summary); }};
    CHECK(ran({"incidents", "ack", "42", "--as", "lek"}, server.url()).code == 0);
    CHECK(ran({"incidents", "note", "42", "--as", "lek", "on", "it"}, server.url()).code == 0);
    const Ran last =
        ran({"incidents", "resolve", "42", "--as", "lek", "--reason", "done"}, server.url());
    CHECK(has(last.out, "INC-000042 P2"));
    const auto requests = server.requests();
    REQUIRE(requests.size() == 3);
    CHECK(requests[0].target == "/api/v1/incidents/42/acknowledge");
    CHECK(requests[0].body == R"({"actor":"lek"})");
    CHECK(requests[1].target == "/api/v1/incidents/42/notes");
    CHECK(requests[1].body == R"({"actor":"lek","text":"on it"})");
    CHECK(requests[2].target == "/api/v1/incidents/42/resolve");
    CHECK(requests[2].body == R"({"actor":"lek","reason":"done"})");
}

TEST_CASE("run: the server's no is code 1 and in its words", "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) {
        return http_answer(409, R"({"title":"Conflict","detail":"it is closed"})");
    }};
    const Ran got = ran({"incidents", "ack", "42"}, server.url());
    CHECK(got.code == 1);
    CHECK(got.err == "foreshock: Conflict: it is closed\n");
    CHECK(got.out.empty());
}

TEST_CASE("run: an answer that is no answer is code 1", "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) { return http_answer(200, "<html>"); }};
    for (const std::vector<std::string>& words : {std::vector<std::string>{"incidents"},
                                                  {"incidents", "show", "1"},
                                                  {"hosts"},
                                                  {"forecasts"},
                                                  {"incidents", "--json"},
                                                  {"hosts", "--json"}}) {
        CHECK(ran(words, server.url()).code == 1);
    }
}

TEST_CASE("run: no server is code 3 and says how to start one", "[cli][integration]") {
    std::string url;
    {
        HttpReceiver server{[](const ReceivedRequest&) { return http_answer(200); }};
        url = server.url();
    }
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"incidents"}, {"hosts"}, {"incidents", "watch"}, {"demo"}}) {
        const Ran got = ran(words, url);
        CHECK(got.code == 3);
        CHECK(has(got.err, "no server answers at " + url));
        CHECK(has(got.err, "foreshock-server"));
        CHECK(has(got.err, "One that speaks TLS wants --server https://HOST:PORT and --ca-file"));
    }
}

TEST_CASE("run: a bad URL or token file is code 2", "[cli]") {
    CHECK(ran({"hosts"}, "ftp://x").code == 2);
    CHECK(ran({"hosts", "--token-file", "/no/such/file"}, "http://127.0.0.1:1").code == 2);
}

TEST_CASE("run: hosts are listed, and none says how to add one", "[cli][integration]") {
    HttpReceiver empty{[](const ReceivedRequest&) { return http_answer(200, "[]"); }};
    CHECK(has(ran({"hosts"}, empty.url()).out, "foreshock-agent --server " + empty.url()));
    HttpReceiver server{[](const ReceivedRequest&) {
        return http_answer(200, R"([{"name":"web-1","presence":"present"}])");
    }};
    CHECK(has(ran({"hosts"}, server.url()).out, "web-1  present"));
}

TEST_CASE("run: who is on call is asked for and listed", "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) {
        return http_answer(200, R"([{"schedule":"primary","now":{"person":"ann"},"next":null}])");
    }};
    const Ran got = ran({"oncall"}, server.url());
    CHECK(got.code == 0);
    CHECK(has(got.out, "primary   ann"));
    CHECK(server.requests().at(0).target == "/api/v1/oncall/now");
    CHECK(has(ran({"oncall", "--json"}, server.url()).out, "\"person\": \"ann\""));
}

TEST_CASE("run: forecasts are asked for one host and listed", "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) {
        return http_answer(200, R"({"open":[],"accuracy":[{"kind":"disk","hit":3}]})");
    }};
    const Ran got = ran({"forecasts", "--host", "web 1"}, server.url());
    CHECK(got.code == 0);
    CHECK(has(got.out, "Nothing is announced."));
    CHECK(has(got.out, "disk  3"));
    CHECK(server.requests().at(0).target == "/api/v1/forecasts?host=web%201");
}

TEST_CASE("run: a demo without any agent is refused before anything is started",
          "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) {
        return http_answer(200, R"([{"name":"web-1","presence":"lost"}])");
    }};
    const Ran got = ran({"demo"}, server.url());
    CHECK(got.code == 1);
    CHECK(has(got.err, "no agent reports to"));
}

TEST_CASE("run: completion prints a script", "[cli]") {
    CHECK(has(ran({"completion", "bash"}).out, "foreshock"));
}

TEST_CASE("run: detect says what a pack would have said", "[cli]") {
    const test::TemporaryFolder folder;
    std::string csv = "time,value\n";
    for (int i = 0; i < 900; ++i) {
        csv += std::to_string(1'790'000'000 + i) + "," + std::to_string(20 + i / 4) + "\n";
    }
    folder.write("leak.csv", csv);
    const Ran got = ran({"detect", "--pack", FORESHOCK_SOURCE_DIR "/packaging/packs/stock", "--csv",
                         folder.path() + "/leak.csv", "--signal", "process.files.open_count",
                         "--labels", R"(process="shop",pid="42")", "--limit", "256"});
    CHECK(got.err.empty());
    CHECK(got.code == 0);
    CHECK(has(got.out, "process.files.exhaustion"));
}

TEST_CASE("run: detect names the file that it cannot use", "[cli]") {
    const Ran got = ran({"detect", "--pack", FORESHOCK_SOURCE_DIR "/packaging/packs/stock", "--csv",
                         "/no/such.csv"});
    CHECK(got.code == 2);
    CHECK(has(got.err, "/no/such.csv"));
    CHECK(ran({"detect", "--pack", "/no/such.toml", "--csv", "-"}).code == 2);
}
