#include "cli/incident.hpp"

#include <catch2/catch.hpp>

#include "tests/support/incident_samples.hpp"

using namespace foreshock;
using namespace foreshock::cli;

TEST_CASE("incident: a summary is read whole", "[cli]") {
    const IncidentSummary got = read_incident_summary(test::incident_summary).value();
    CHECK(got.id == "inc-00000000000000aa");
    CHECK(got.number == 42);
    CHECK(got.reference == "INC-000042");
    CHECK(got.is_open);
    CHECK(got.phase == "impending");
    CHECK(got.priority == "P2");
    CHECK(got.impact == 2);
    CHECK(got.urgency == 1);
    CHECK(got.priority_reasons == std::vector<std::string>{"the disruption is 1 min 40 s away"});
    REQUIRE(got.forecast);
    CHECK(to_unix_ms(got.forecast->expected) == 1'790'000'100'000);
    CHECK(got.forecast->slope_per_second == 1.25);
    CHECK(got.components == std::vector<std::string>{"process shop (pid 42)"});
    CHECK(to_unix_ms(got.opened_at.value()) == 1'790'000'000'000);
    CHECK_FALSE(got.recovering_since);
    CHECK_FALSE(got.resolved_at);
    CHECK(got.symptom_count == 1);
}

TEST_CASE("incident: the detail adds symptoms, snapshot, timeline and diagnosis", "[cli]") {
    const IncidentDetail got = read_incident(test::incident_detail).value();
    CHECK(got.summary.number == 42);
    REQUIRE(got.symptoms.size() == 1);
    const SymptomDetail& symptom = got.symptoms.front();
    CHECK(symptom.kind == "process.files.exhaustion");
    REQUIRE(symptom.evidence.size() == 1);
    CHECK(symptom.evidence[0].labels.text() == R"({process="shop"})");
    CHECK(symptom.evidence[0].limit == 256.0);
    CHECK(symptom.evidence[0].window == Duration{40'000});
    CHECK(symptom.joined_because == std::vector<std::string>{"files leak into sockets"});
    REQUIRE(symptom.snapshot);
    REQUIRE(symptom.snapshot->sections.size() == 1);
    CHECK(symptom.snapshot->sections[0].culprit == 0U);
    CHECK(symptom.snapshot->sections[0].rows[1] == std::vector<std::string>{"7", "init"});
    REQUIRE(got.timeline.size() == 1);
    CHECK(got.timeline[0].reason == "it is near");
    REQUIRE(got.first_signs.size() == 1);
    CHECK(got.first_signs[0].signal == "process.files.open_count");
    REQUIRE(got.diagnosis.questions.size() == 1);
    CHECK(got.diagnosis.questions[0].question == "Was shop deployed today?");
    CHECK(got.guide == "Look at its files.\nThen restart it.");
}

TEST_CASE("incident: what is left out or of another type stays empty", "[cli]") {
    const IncidentSummary got =
        read_incident_summary(R"({"number":"x","hosts":[1,null],"forecast":3})").value();
    CHECK(got.number == 0);
    CHECK(got.hosts.empty());
    CHECK_FALSE(got.forecast);
    CHECK(read_incident("{}").value().symptoms.empty());
}

TEST_CASE("incident: rows shorter than their columns are filled up", "[cli]") {
    const auto got = read_incident(R"({"symptoms":[{"snapshot":{"sections":[
        {"title":"t","columns":["a","b"],"rows":[["1"],["1","2","3"]]}]}}]})");
    const SnapshotSection section = got.value().symptoms.at(0).snapshot.value().sections.at(0);
    CHECK(section.rows[0] == std::vector<std::string>{"1", ""});
    CHECK(section.rows[1] == std::vector<std::string>{"1", "2"});
    CHECK_FALSE(section.culprit);
}

TEST_CASE("incident: texts cannot move the cursor", "[cli]") {
    CHECK(read_incident_summary(R"({"title":"a\u001b[2Jb"})").value().title == "a [2Jb");
}

TEST_CASE("incident: an answer of another shape is malformed", "[cli]") {
    for (const char* text : {"", "nonsense", "[]", "3", "{\"a\":"}) {
        INFO(text);
        CHECK(read_incident(text).error().code == Errc::malformed);
        CHECK(read_incident_summary(text).error().code == Errc::malformed);
    }
    CHECK(read_incident_list("{}").error().code == Errc::malformed);
    CHECK(read_host_list("{}").error().code == Errc::malformed);
}

TEST_CASE("incident: hosts are read", "[cli]") {
    const auto hosts = read_host_list(
        R"([{"id":"i","name":"web-1","presence":"lost","goodbye":"none",
             "last_seen":"2026-09-21T14:13:20.000Z","clock_skew_seconds":-1.5,
             "facts":{"kernel":"6.1"},"open_incidents":2}])");
    REQUIRE(hosts.value().size() == 1);
    CHECK(hosts->front().name == "web-1");
    CHECK(hosts->front().presence == "lost");
    CHECK(hosts->front().clock_skew_seconds == -1.5);
    CHECK(hosts->front().kernel == "6.1");
    CHECK(hosts->front().open_incidents == 2);
}

TEST_CASE("incident: a problem is told by title and detail", "[cli]") {
    CHECK(read_problem(R"({"title":"Not found","detail":"no incident 7"})") ==
          "Not found: no incident 7");
    CHECK(read_problem(R"({"title":"Not found"})") == "Not found");
    CHECK(read_problem("<html>").empty());
}

TEST_CASE("incident: pages join, documents are indented, fields are escaped", "[cli]") {
    CHECK(join_arrays({"[1]", "[2,3]"}).value() == "[\n  1,\n  2,\n  3\n]");
    CHECK_FALSE(join_arrays({"{}"}));
    CHECK(indent_json(R"({"a":1})").value() == "{\n  \"a\": 1\n}");
    CHECK_FALSE(indent_json("nope"));
    CHECK(json_object({{"text", "say \"hi\"\xff"}}) == "{\"text\":\"say \\\"hi\\\"\uFFFD\"}");
}
