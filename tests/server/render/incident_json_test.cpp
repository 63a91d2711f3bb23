#include "server/render/incident_json.hpp"

#include <limits>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/sample_incident.hpp"

using namespace foreshock;
using foreshock::test::at_second;
using foreshock::test::leaking_incident;
using nlohmann::json;

namespace {

std::vector<std::string> keys_of(const std::string& text) {
    const auto object = nlohmann::ordered_json::parse(text);
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items())
        keys.push_back(key);
    return keys;
}

json summary(const incidents::Incident& incident) {
    return json::parse(render::incident_summary_json(incident));
}

json detail(const incidents::Incident& incident) {
    return json::parse(render::incident_detail_json(incident, {}));
}

}  // namespace

TEST_CASE("incident json: the summary has exactly the documented fields, in order", "[render]") {
    CHECK(keys_of(render::incident_summary_json(leaking_incident())) ==
          std::vector<std::string>{"id",
                                   "number",
                                   "reference",
                                   "title",
                                   "sentence",
                                   "state",
                                   "open",
                                   "outcome",
                                   "phase",
                                   "severity",
                                   "category",
                                   "subcategory",
                                   "priority",
                                   "impact",
                                   "urgency",
                                   "priority_reasons",
                                   "forecast",
                                   "host",
                                   "hosts",
                                   "components",
                                   "owner",
                                   "first_sign_at",
                                   "opened_at",
                                   "updated_at",
                                   "announced_at",
                                   "acknowledged_at",
                                   "recovering_since",
                                   "resolved_at",
                                   "closed_at",
                                   "times_reopened",
                                   "waiting",
                                   "major",
                                   "links",
                                   "held_open_by",
                                   "returns",
                                   "symptom_count",
                                   "revision"});
}

TEST_CASE("incident json: the summary says what the incident says", "[render]") {
    const json got = summary(leaking_incident());
    CHECK(got["id"] == "inc-00000000000000aa");
    CHECK(got["number"] == 42);
    CHECK(got["reference"] == "INC-000042");
    CHECK(got["state"] == "new");
    CHECK(got["open"] == true);
    CHECK(got["outcome"] == "open");
    CHECK(got["phase"] == "impending");
    CHECK(got["severity"] == "critical");
    CHECK(got["priority"] == "P2");
    CHECK(got["impact"] == 2);
    CHECK(got["urgency"] == 1);
    CHECK(got["priority_reasons"] ==
          json::parse(R"([{"code":"urgency.soon","text":"disruption in 2 min"}])"));
    CHECK(got["host"] == "web-1");
    CHECK(got["hosts"] == json::parse(R"(["web-1"])"));
    CHECK(got["components"] == json::array({"process shop (pid 42)"}));
    CHECK(got["opened_at"] == "2026-09-21T14:13:21.000Z");
    CHECK(got["symptom_count"] == 1);
    CHECK(got["revision"] == 7);
}

TEST_CASE("incident json: a forecast carries its interval and its line", "[render]") {
    const json got = summary(leaking_incident())["forecast"];
    CHECK(got["disruption"] == "open() fails");
    CHECK(got["earliest_at"] == "2026-09-21T14:14:50.000Z");
    CHECK(got["expected_at"] == "2026-09-21T14:15:00.000Z");
    CHECK(got["latest_at"] == "2026-09-21T14:15:20.000Z");
    CHECK(got["made_at"] == "2026-09-21T14:13:25.000Z");
    CHECK(got["confidence"] == 0.9);
    CHECK(got["level"] == 120);
    CHECK(got["limit"] == 256);
    CHECK(got["slope_per_second"] == 1.25);
}

TEST_CASE("incident json: what is absent is null, and an owner is an empty text", "[render]") {
    const json got = summary(incidents::Incident{});
    for (const char* name : {"forecast", "announced_at", "acknowledged_at", "recovering_since",
                             "resolved_at", "closed_at"}) {
        INFO(name);
        CHECK(got[name].is_null());
    }
    CHECK(got["owner"] == "");
    CHECK(got["host"] == "");
}

TEST_CASE("incident json: symptoms that were only counted count", "[render]") {
    incidents::Incident incident = leaking_incident();
    incident.symptoms_beyond = 3;
    CHECK(summary(incident)["symptom_count"] == 4);
}

TEST_CASE("incident json: bytes that are no UTF-8 are replaced, numbers that are none are null",
          "[render]") {
    incidents::Incident incident = leaking_incident();
    incident.title = "caf\xe9 full";
    incident.symptoms.front().symptom.evidence.front().value =
        std::numeric_limits<double>::quiet_NaN();
    const json got = detail(incident);
    CHECK(got["title"] == "caf\uFFFD full");
    CHECK(got["symptoms"][0]["evidence"][0]["value"].is_null());
}

TEST_CASE("incident json: the detail shows a symptom with evidence and snapshot", "[render]") {
    const json got = detail(leaking_incident())["symptoms"][0];
    CHECK(got["kind"] == "process.files.exhaustion");
    CHECK(got["host"] == "web-1");
    CHECK(got["component"] == "process shop (pid 42)");
    CHECK(got["status"] == "raised");
    CHECK(got["cleared_at"].is_null());
    CHECK(got["leads_to"] == json::parse(R"(["service.down"])"));
    CHECK(got["joined_because"] == json::parse(R"([{"code":"opened","text":"first symptom"}])"));
    CHECK(got["evidence"] ==
          json::parse(R"([{"signal":"process.files.open_count","labels":{"process":"shop"},
                           "value":120.0,"limit":256.0,"window_seconds":40.0,
                           "note":"grew 1.2 per second"}])"));
    CHECK(got["snapshot"]["sections"] ==
          json::parse(R"([{"title":"processes by open files","columns":["pid","name"],
                           "rows":[["42","shop"]],"culprit":0}])"));
}

TEST_CASE("incident json: empty labels are an object and no snapshot is null", "[render]") {
    incidents::Incident incident = leaking_incident();
    Symptom& symptom = incident.symptoms.front().symptom;
    symptom.evidence.front().labels = {};
    symptom.evidence.front().limit.reset();
    symptom.snapshot.reset();
    const json got = detail(incident)["symptoms"][0];
    CHECK(got["evidence"][0]["labels"] == json::object());
    CHECK(got["evidence"][0]["limit"].is_null());
    CHECK(got["snapshot"].is_null());
}

TEST_CASE("incident json: first signs are in order of time, questions asked once", "[render]") {
    incidents::Incident incident = leaking_incident();
    incidents::IncidentSymptom earlier = incident.symptoms.front();
    earlier.symptom.first_sign = at_second(-60);
    earlier.symptom.subject.component = "memory";
    earlier.symptom.sentence = "memory shrinks";
    earlier.symptom.guide = "Look at memory.";
    incident.symptoms.push_back(earlier);
    const json got = detail(incident)["diagnosis"];
    REQUIRE(got["first_signs"].size() == 2);
    CHECK(got["first_signs"][0]["component"] == "memory");
    CHECK(got["first_signs"][0]["signal"] == "process.files.open_count");
    CHECK(got["first_signs"][1]["sentence"] == "shop will run out of files");
    CHECK(got["questions"] == json::parse(R"(["Was shop deployed today?"])"));
    CHECK(got["guide"] == "Look at memory.");
    CHECK(got["scope"]["hosts"] == json::parse(R"(["web-1"])"));
}

TEST_CASE("incident json: an event keeps who, why, from and to", "[render]") {
    incidents::Event event;
    event.sequence = 9;
    event.at = at_second(0);
    event.kind = incidents::EventKind::priority_changed;
    event.actor = "engine";
    event.reason = {"urgency.soon", "in 2 min"};
    event.from = "P3";
    event.to = "P2";
    const auto wanted = json::parse(
        R"({"sequence":9,"at":"2026-09-21T14:13:20.000Z","kind":"priority_changed",
            "actor":"engine","reason":{"code":"urgency.soon","text":"in 2 min"},
            "from":"P3","to":"P2","text":""})");
    CHECK(json::parse(render::event_json(event)) == wanted);
    CHECK(json::parse(render::incident_detail_json(leaking_incident(), {event}))["timeline"] ==
          json::array({wanted}));
}

TEST_CASE("incident json: a webhook body names the transition, its id and the incident",
          "[render]") {
    const incidents::Incident incident = leaking_incident();
    const incidents::Announcement announcement{incident.id, incidents::Transition::opened, 7,
                                               at_second(4)};
    const std::string body = render::webhook_body(incident, announcement, "feed");
    CHECK(keys_of(body) == std::vector<std::string>{"event", "id", "at", "incident"});
    const json got = json::parse(body);
    CHECK(got["event"] == "incident.opened");
    CHECK(got["id"] == "feed");
    CHECK(got["at"] == "2026-09-21T14:13:24.000Z");
    CHECK(got["incident"] == summary(incident));
}

TEST_CASE("incident json: a reference has at least six digits", "[render]") {
    CHECK(render::incident_reference(0) == "INC-000000");
    CHECK(render::incident_reference(999999) == "INC-999999");
    CHECK(render::incident_reference(1234567) == "INC-1234567");
}
