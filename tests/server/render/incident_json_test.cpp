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
    return json::parse(render::incident_detail_json(incident, {}, incidents::diagnose(incident)));
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
                                   "category_reasons",
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
                                   "fixes",
                                   "held_open_by",
                                   "returns",
                                   "assignment",
                                   "first_response_at",
                                   "first_response_by",
                                   "clocks",
                                   "paging",
                                   "bridge",
                                   "time_spent",
                                   "type",
                                   "report_count",
                                   "first_answered_at",
                                   "closure",
                                   "public_words",
                                   "symptom_count",
                                   "host_count",
                                   "suppression",
                                   "revision",
                                   "merged_into"});
}

TEST_CASE("incident json: what hides an incident is said, and so is that it no longer does",
          "[render]") {
    incidents::Incident incident = leaking_incident();
    CHECK(summary(incident)["suppression"].is_null());
    incident.muted_by = {{"silence", "s-1", "silence of ann"}};
    incident.symptoms[0].muted_by = incident.muted_by;
    incident.muted_since = incident.opened_at;
    const json hidden = summary(incident)["suppression"];
    CHECK(hidden["active"] == true);
    CHECK(hidden["since"] == format_rfc3339(incident.opened_at));
    CHECK(hidden["by"][0]["id"] == "s-1");
    CHECK(detail(incident)["symptoms"][0]["muted_by"][0]["source"] == "silence");
    incident.muted_since.reset();
    incident.unmuted_at = incident.updated_at;
    const json over = summary(incident)["suppression"];
    CHECK(over["active"] == false);
    CHECK(over["since"].is_null());
    CHECK(over["ended_at"] == format_rfc3339(incident.updated_at));
    CHECK(over["by"].size() == 1);
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
    CHECK(json::parse(render::incident_detail_json(leaking_incident(), {event}, {}))["timeline"] ==
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

TEST_CASE("incident json: symptoms without words are counted, with the hosts that have the most",
          "[render]") {
    incidents::Incident incident = leaking_incident();
    CHECK(json::parse(render::incident_detail_json(incident, {}, {}))["beyond"].is_null());
    incident.symptoms_beyond = 30;
    incident.beyond.active = 20;
    incident.beyond.hosts = 7;
    incidents::MemberSummary members;
    members.hosts = {{"web-2", 9, 8}};
    members.kinds = {{"network.down", 30, 20}};
    const json got = json::parse(render::incident_detail_json(incident, {}, {}, members));
    CHECK(got["symptom_count"] == 31);
    CHECK(got["host_count"] == 8);
    CHECK(got["beyond"]["active"] == 20);
    CHECK(got["beyond"]["top_hosts"][0]["name"] == "web-2");
    CHECK(got["beyond"]["top_hosts"][0]["active"] == 8);
    CHECK(got["beyond"]["top_kinds"][0]["symptoms"] == 30);
}

TEST_CASE("incident json: a reference has at least six digits", "[render]") {
    CHECK(render::incident_reference(0) == "INC-000000");
    CHECK(render::incident_reference(999999) == "INC-999999");
    CHECK(render::incident_reference(1234567) == "INC-1234567");
}

TEST_CASE("incident json: who reported it stands in the detail, never in what goes out",
          "[render]") {
    incidents::Incident incident = leaking_incident();
    incidents::IncidentReport report;
    report.id = "rep-1";
    report.reporter = "Nok";
    report.contact = "nok@example.org";
    report.words = "the shop is down";
    incident.reporting.reports = {report};
    const std::string summary = render::incident_summary_json(incident);
    CHECK(summary.find("nok@example.org") == std::string::npos);
    CHECK(summary.find("Nok") == std::string::npos);
    CHECK(summary.find("\"report_count\":1") != std::string::npos);
    const std::string webhook = render::webhook_body(incident, {}, "outbox-1");
    CHECK(webhook.find("nok@example.org") == std::string::npos);
    const std::string detail = render::incident_detail_json(incident, {}, {}, {});
    CHECK(detail.find("nok@example.org") != std::string::npos);
}
