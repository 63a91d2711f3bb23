#include "cli/regroup.hpp"

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

Arguments typed(Action action) {
    Arguments arguments;
    arguments.action = action;
    arguments.id = "42";
    arguments.actor = "lek";
    arguments.text = "one switch";
    return arguments;
}

SymptomDetail symptom(const std::string& id, const std::string& host, const std::string& kind) {
    SymptomDetail one;
    one.id = id;
    one.host = host;
    one.kind = kind;
    one.component = "eth0";
    return one;
}

IncidentDetail of_three() {
    IncidentDetail incident;
    incident.symptoms = {symptom("a", "web-1", "down"), symptom("b", "web-1", "slow"),
                         symptom("c", "web-2", "down")};
    return incident;
}

HttpReceiver incident_server() {
    return HttpReceiver{[](const ReceivedRequest& request) {
        return http_answer(
            200, request.method == "GET" ? test::incident_detail : test::incident_summary);
    }};
}

}  // namespace

TEST_CASE("regroup: symptoms are found by what they are", "[cli]") {
    using Ids = std::vector<std::string>;
    CHECK(symptoms_to_split(of_three(), {{}, {}, "web-1", "", "", {}}) == Ids{"a", "b"});
    CHECK(symptoms_to_split(of_three(), {{}, {}, "web-1", "down", "", {}}) == Ids{"a"});
    CHECK(symptoms_to_split(of_three(), {{}, {"c", "b"}, "", "down", "", {}}) == Ids{"c"});
    CHECK(symptoms_to_split(of_three(), {{}, {}, "", "", "eth1", {}}).empty());
}

TEST_CASE("regroup: merge is posted with its others and the reason", "[cli][integration]") {
    HttpReceiver server = incident_server();
    ApiClient api{{server.url(), ""}};
    Arguments merge = typed(Action::incident_merge);
    merge.regroup.others = {"43", "44"};
    std::ostringstream out;
    REQUIRE(regroup_incident(api, merge, Look{}, out));
    CHECK(out.str().find("INC-000042") != std::string::npos);
    REQUIRE(regroup_incident(api, typed(Action::incident_undo), Look{}, out));
    const auto requests = server.requests();
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].target == "/api/v1/incidents/42/merge");
    CHECK(requests[0].body == R"({"actor":"lek","reason":"one switch","from":"43,44"})");
    CHECK(requests[1].target == "/api/v1/incidents/42/undo");
    CHECK(requests[1].body == R"({"actor":"lek","reason":"one switch"})");
}

TEST_CASE("regroup: a split by kind asks first which symptoms these are", "[cli][integration]") {
    HttpReceiver server = incident_server();
    ApiClient api{{server.url(), ""}};
    Arguments split = typed(Action::incident_split);
    split.regroup.kind = "process.files.exhaustion";
    std::ostringstream out;
    REQUIRE(regroup_incident(api, split, Look{}, out));
    const auto requests = server.requests();
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].target == "/api/v1/incidents/42");
    CHECK(requests[1].target == "/api/v1/incidents/42/split");
    CHECK(requests[1].body == R"({"actor":"lek","reason":"one switch","symptoms":"sym-1"})");
    split.regroup.kind = "no.such.kind";
    const auto none = regroup_incident(api, split, Look{}, out);
    REQUIRE_FALSE(none);
    CHECK(none.error().code == Errc::not_found);
    CHECK(server.requests().size() == 3);
}

TEST_CASE("regroup: a split by ids asks nothing first, and without any is refused",
          "[cli][integration]") {
    HttpReceiver server = incident_server();
    ApiClient api{{server.url(), ""}};
    Arguments split = typed(Action::incident_split);
    std::ostringstream out;
    const auto none = regroup_incident(api, split, Look{}, out);
    REQUIRE_FALSE(none);
    CHECK(none.error().code == Errc::invalid);
    split.regroup.symptoms = {"x", "y"};
    REQUIRE(regroup_incident(api, split, Look{}, out));
    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests()[0].body == R"({"actor":"lek","reason":"one switch","symptoms":"x,y"})");
}

TEST_CASE("regroup: triage tells what it is, how sure, and which words decided",
          "[cli][integration]") {
    HttpReceiver server{[](const ReceivedRequest&) {
        return http_answer(
            200,
            R"({"intent":{"label":"unsure","likeliest":"incident","confidence":0.61,"words":[]},)"
            R"("category":{"label":"network","likeliest":"network","confidence":0.9,)"
            R"("words":[{"word":"vpn","weight":1.2},{"word":"wifi","weight":1.0}]}})");
    }};
    ApiClient api{{server.url(), ""}};
    std::ostringstream out;
    REQUIRE(triage_text(api, typed(Action::triage), Look{}, out));
    CHECK(out.str() ==
          "It is     unsure, 61 % for incident\n"
          "Category  network, 90 % (because of: vpn, wifi)\n");
    CHECK(server.requests().at(0).target == "/api/v1/triage");
    CHECK(server.requests().at(0).body == R"({"text":"one switch"})");
}
