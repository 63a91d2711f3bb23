#include "server/http/alert_api.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "server/http/query.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;

SharedAlert disk_alert() {
    incidents::Alert alert;
    alert.labels = {{"alertname", "DiskFull"}, {"instance", "web-1:9100"}};
    alert.annotations = {{"summary", "full"}};
    alert.starts_at = from_unix_ms(1'790'000'000'000);
    alert.ends_at = alert.starts_at + std::chrono::minutes{4};
    alert.updated_at = alert.starts_at;
    alert.generator_url = "http://prometheus";
    return std::make_shared<const incidents::Alert>(alert);
}

struct Fixture {
    AlertBoard board;
    test::ManualClock clock;
    AlertApi api{{board, clock, "0.9", from_unix_ms(1'790'000'000'000)}};
    RequestCounters requests;
    Front front{{}, api.routes(), requests};

    Fixture() {
        board.put("foreign", disk_alert());
        board.note(stored_incident(7));
    }

    json read(const std::string& path, std::string query = {}) {
        const Response response = ask(front, get(path, std::move(query)));
        CAPTURE(response.body);
        REQUIRE(response.status == 200);
        return json::parse(response.body);
    }

    std::size_t count(const std::string& query) { return read("/api/v2/alerts", query).size(); }
};

json named(const json& list, const std::string& name) {
    for (const json& alert : list) {
        if (alert["labels"]["alertname"] == name) return alert;
    }
    FAIL("no alert " + name);
    return {};
}

TEST_CASE("alert_api: another system's alert is shown as it was sent", "[http][alerts]") {
    Fixture f;
    const json alert = named(f.read("/api/v2/alerts"), "DiskFull");
    CHECK(alert["labels"] == json{{"alertname", "DiskFull"}, {"instance", "web-1:9100"}});
    CHECK(alert["annotations"] == json{{"summary", "full"}});
    CHECK(alert["startsAt"] == "2026-09-21T14:13:20.000Z");
    CHECK(alert["endsAt"] == "2026-09-21T14:17:20.000Z");
    CHECK(alert["generatorURL"] == "http://prometheus");
    CHECK(alert["receivers"] == json::parse(R"([{"name":"foreshock"}])"));
    CHECK(alert["status"] ==
          json::parse(R"({"state":"active","silencedBy":[],"inhibitedBy":[],"mutedBy":[]})"));
    CHECK(alert["fingerprint"].get<std::string>().size() == 16);
}

TEST_CASE("alert_api: our own symptoms are alerts as well", "[http][alerts]") {
    Fixture f;
    const auto symptom = stored_incident(7).symptoms[0].symptom;
    const json alert = named(f.read("/api/v2/alerts"), symptom.kind);
    CHECK(alert["labels"]["host"] == symptom.subject.host);
    CHECK(alert["labels"]["component"] == symptom.subject.component);
    CHECK(alert["labels"]["severity"] == std::string{to_string(symptom.severity)});
    CHECK(alert["labels"]["category"] == symptom.category);
    CHECK(alert["labels"]["incident"] == "INC-000007");
    CHECK(alert["annotations"]["summary"] == symptom.sentence);
    CHECK(alert["endsAt"] == format_rfc3339(f.clock.now() + AlertApi::shown_for));
}

TEST_CASE("alert_api: matchers choose, and all must hold", "[http][alerts]") {
    Fixture f;
    CHECK(f.count("") == 2);
    CHECK(f.count("filter=alertname%3D%22DiskFull%22") == 1);
    CHECK(f.count("filter=alertname%3D%22DiskFull%22&filter=instance%3D%22x%22") == 0);
    CHECK(f.count("filter=alertname%3D~%22Disk.%2A%2Cx%7CDiskFull%22") == 1);
    CHECK(f.count("filter=incident%21%3D%22%22") == 1);
}

TEST_CASE("alert_api: states and receivers choose", "[http][alerts]") {
    Fixture f;
    CHECK(f.count("active=true&silenced=false&inhibited=false&unprocessed=false") == 2);
    CHECK(f.count("active=false") == 0);
    CHECK(f.count("receiver=fore.%2A") == 2);
    CHECK(f.count("receiver=pager") == 0);
}

TEST_CASE("alert_api: a bad filter is 400 with a text", "[http][alerts]") {
    Fixture f;
    for (const char* query :
         {"filter=%3D", "filter=a%3D~%22(%22", "active=maybe", "silenced=7", "receiver=("}) {
        CAPTURE(query);
        const Response response = ask(f.front, get("/api/v2/alerts", query));
        CHECK(response.status == 400);
        CHECK(json::parse(response.body).is_string());
    }
}

TEST_CASE("alert_api: what is muted is suppressed, and by what", "[http][alerts]") {
    Fixture f;
    incidents::Incident incident = stored_incident(7);
    const std::string kind = incident.symptoms[0].symptom.kind;
    incident.symptoms[0].muted_by = {{"silence", "s-1", "ann's silence"}};
    f.board.note(incident);
    const json alert = named(f.read("/api/v2/alerts"), kind);
    CHECK(alert["status"]["state"] == "suppressed");
    CHECK(alert["status"]["silencedBy"] == json{"s-1"});
    CHECK(f.count("silenced=false") == 1);
    CHECK(f.count("active=false") == 1);
    CHECK(f.count("active=false&silenced=false") == 0);

    incident.symptoms[0].muted_by = {{"dependency", "inc-1", ""}, {"maintenance", "m-1", ""}};
    f.board.note(incident);
    const json inhibited = named(f.read("/api/v2/alerts"), kind);
    CHECK(inhibited["status"]["inhibitedBy"] == json{"inc-1"});
    CHECK(inhibited["status"]["mutedBy"] == json{"m-1"});
    CHECK(f.count("silenced=false") == 2);
    CHECK(f.count("inhibited=false") == 1);
    CHECK(f.read("/api/v2/alerts/groups", "muted=false").size() == 1);
}

TEST_CASE("alert_api: groups are incidents", "[http][alerts]") {
    Fixture f;
    const json groups = f.read("/api/v2/alerts/groups");
    REQUIRE(groups.size() == 2);
    CHECK(groups[0]["labels"] == json::object());
    CHECK(groups[0]["receiver"]["name"] == "foreshock");
    CHECK(groups[0]["alerts"].size() == 1);
    CHECK(groups[1]["labels"] == json{{"incident", "INC-000007"}});
}

TEST_CASE("alert_api: the status has every field that clients demand", "[http][alerts]") {
    Fixture f;
    const json status = f.read("/api/v2/status");
    CHECK(status["cluster"]["status"] == "disabled");
    CHECK(status["versionInfo"]["version"] == "0.9");
    CHECK(status["uptime"] == "2026-09-21T14:13:20.000Z");
    CHECK(status["config"]["original"].get<std::string>().find("receiver: foreshock") !=
          std::string::npos);
    CHECK(f.read("/api/v2/receivers") == json::parse(R"([{"name":"foreshock"}])"));
}

}  // namespace
}  // namespace foreshock::http
