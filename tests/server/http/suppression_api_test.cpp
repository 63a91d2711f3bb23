#include "server/http/suppression_api.hpp"

#include "api_fixture.hpp"
#include "suppression_fixture.hpp"
#include <nlohmann/json.hpp>

#include "server/http/suppression_preview.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;

struct SuppressionServer {
    test::MemoryStore incidents;
    test::MemorySuppressionStore store;
    FakeSuppression commands{store};
    test::ManualClock clock;
    SuppressionApi api{{store, incidents, commands, clock}};
    RequestCounters requests;
    Front front{{}, api.routes(), requests};

    Response send(const std::string& method, std::string path, const json& body,
                  std::string query = {}) {
        Request request = post(std::move(path), body.is_null() ? "" : body.dump());
        request.method = method;
        request.query_text = std::move(query);
        return ask(front, std::move(request));
    }

    json add(const std::string& path, const json& body) {
        const Response response = send("POST", path, body);
        INFO(response.body);
        REQUIRE(response.status == 201);
        const json item = json::parse(response.body);
        CHECK(response.field("Location") == path + "/" + item["id"].get<std::string>());
        return item;
    }

    std::string refusal(const std::string& path, const json& body, int status = 400) {
        const Response response = send("POST", path, body);
        INFO(response.body);
        CHECK(response.status == status);
        CHECK(response.field("Content-Type") == "application/problem+json");
        return json::parse(response.body).value("detail", "");
    }

    json get_json(const std::string& path, const std::string& query = {}) {
        const Response response = ask(front, get(path, query));
        INFO(response.body);
        REQUIRE(response.status == 200);
        return json::parse(response.body);
    }
};

const std::string silences = "/api/v1/silences";
const std::string windows = "/api/v1/maintenance-windows";

json silence_body() {
    return {{"matchers",
             {"host=\"web-1\"", {{"name", "kind"}, {"value", "disk"}, {"is_equal", false}}}},
            {"owner", "ann"},
            {"reason", "a new disk"},
            {"duration", "2h"},
            {"end_when_quiet", "10m"}};
}

json window_body() {
    return {{"matchers", json::array({"host=~\"web-.*\""})},
            {"owner", "bo"},
            {"reason", "backup"},
            {"cron", "30 2 * * *"},
            {"zone", "Europe/Berlin"},
            {"duration", "1h"},
            {"until", "2027-10-26T00:00:00Z"}};
}

TEST_CASE("suppression api: a silence is added, shown, listed and ended", "[http][suppression]") {
    SuppressionServer server;
    const json added = server.add(silences, silence_body());
    CHECK(added["state"] == "active");
    CHECK(added["owner"] == "ann");
    CHECK(added["matches"] == R"({host="web-1", kind!="disk"})");
    CHECK(added["matchers"][1] ==
          json{{"name", "kind"}, {"value", "disk"}, {"is_regex", false}, {"is_equal", false}});
    CHECK(added["end_when_quiet"] == "10m");
    CHECK(added["warn_before"] == "15m");
    CHECK(added["ended_by"].is_null());
    const std::string path = silences + "/" + added["id"].get<std::string>();
    CHECK(server.get_json(path) == added);
    CHECK(server.get_json(silences) == json::array({added}));
    CHECK(server.get_json(silences, "state=pending,expired") == json::array());

    const Response ended = server.send("DELETE", path, nullptr, "actor=bo");
    REQUIRE(ended.status == 200);
    CHECK(json::parse(ended.body)["state"] == "expired");
    CHECK(json::parse(ended.body)["ended_by"] == "person");
    CHECK(server.get_json(silences, "state=expired").size() == 1);
    CHECK(server.send("DELETE", path, nullptr, "actor=bo").status == 409);
    CHECK(server.store.history(added["id"].get<std::string>())->size() == 2);
}

TEST_CASE("suppression api: the end of a silence is moved", "[http][suppression]") {
    SuppressionServer server;
    const json added = server.add(silences, silence_body());
    const std::string path = silences + "/" + added["id"].get<std::string>();
    const Response moved = server.send("PATCH", path, {{"actor", "bo"}, {"duration", "5h"}});
    INFO(moved.body);
    REQUIRE(moved.status == 200);
    CHECK(json::parse(moved.body)["ends_at"] ==
          format_rfc3339(server.clock.now() + std::chrono::hours{5}));
    CHECK(server.send("PATCH", path, {{"actor", "bo"}}).status == 400);
    CHECK(server.send("PATCH", path, {{"duration", "5h"}}).status == 400);
    CHECK(server.send("PATCH", silences + "/none", {{"actor", "bo"}, {"reason", "x"}}).status ==
          404);
}

TEST_CASE("suppression api: what is wrong is named by its field, with what to do",
          "[http][suppression]") {
    SuppressionServer server;
    const auto without = [](const char* field) {
        json body = silence_body();
        body.erase(field);
        return body;
    };
    const auto with = [](const char* field, const json& value) {
        json body = silence_body();
        body[field] = value;
        return body;
    };
    CHECK(server.refusal(silences, without("owner")).starts_with("field 'owner' is missing"));
    CHECK(server.refusal(silences, without("reason")).starts_with("field 'reason' is missing"));
    CHECK(server.refusal(silences, without("duration")).starts_with("field 'ends_at' is missing"));
    CHECK(server.refusal(silences, without("matchers")).starts_with("field 'matchers' is missing"));
    CHECK(server.refusal(silences, with("ends_at", "2030-01-01T00:00:00Z"))
              .starts_with("field 'duration' cannot go with ends_at"));
    CHECK(server.refusal(silences, with("duration", "tomorrow"))
              .starts_with("field 'duration' must be a span"));
    CHECK(server.refusal(silences, with("starts_at", 7))
              .starts_with("field 'starts_at' must be a text"));
    CHECK(server.refusal(silences, with("owner", " ")).starts_with("owner: "));
    CHECK(server.refusal(silences, with("matchers", json::array({"host"})))
              .starts_with("matchers[0]: "));
    CHECK(server.refusal(silences, with("matchers", json::array({"host=~\"(\""})))
              .find("no regular expression") != std::string::npos);
    CHECK(server.refusal(silences, with("matchers", "host=a"))
              .starts_with("field 'matchers' must be a list"));
    CHECK(server.refusal(silences, with("colour", "red")) == "field 'colour' is unknown here");
    CHECK(server.refusal(silences, with("reason", std::string(2001, 'x'))).find("2000 bytes") !=
          std::string::npos);
    CHECK(server.send("DELETE", silences + "/x", nullptr).status == 400);
    CHECK(server.get_json(silences) == json::array());
    CHECK(ask(server.front, get(silences, "state=loud")).status == 400);
}

TEST_CASE("suppression api: a maintenance window shows its next five occurrences in both times",
          "[http][suppression]") {
    SuppressionServer server;  // 2026-09-21T14:13:20Z
    const json added = server.add(windows, window_body());
    CHECK(added["state"] == "pending");
    CHECK(added["cron"] == "30 2 * * *");
    CHECK(added["rrule"].is_null());
    REQUIRE(added["occurrences"].size() == 5);
    const json& first = added["occurrences"][0];
    CHECK(first["local"].get<std::string>().ends_with("T02:30:00+02:00"));
    CHECK(first["starts_at"].get<std::string>().ends_with("T00:30:00.000Z"));
    CHECK(server.get_json(windows)[0]["occurrences"].size() == 1);
    const std::string path = windows + "/" + added["id"].get<std::string>();
    CHECK(server.get_json(path) == added);
    const Response ended = server.send("PATCH", path, {{"actor", "bo"}, {"end_occurrence", true}});
    CHECK(ended.status == 409);
    const Response edited = server.send("PATCH", path, {{"actor", "bo"}, {"reason", "restore"}});
    REQUIRE(edited.status == 200);
    CHECK(json::parse(edited.body)["reason"] == "restore");
    CHECK(json::parse(server.send("DELETE", path, nullptr, "actor=bo").body)["state"] == "expired");
}

TEST_CASE("suppression api: of a window, too, what is wrong is named", "[http][suppression]") {
    SuppressionServer server;
    const auto with = [](const char* field, const json& value) {
        json body = window_body();
        body[field] = value;
        return body;
    };
    CHECK(server.refusal(windows, with("cron", "61 * * * *")).starts_with("cron minute: "));
    CHECK(server.refusal(windows, with("zone", "Mars")).starts_with("zone: 'Mars'"));
    CHECK(server.refusal(windows, with("until", nullptr)).starts_with("field 'until' is missing"));
    CHECK(server.refusal(windows, with("duration", nullptr))
              .starts_with("field 'duration' is missing"));
    CHECK(server.refusal(windows, with("except", json::array({1})))
              .starts_with("field 'except' must be"));
    CHECK(server.refusal(windows, with("rrule", "FREQ=DAILY"))
              .starts_with("recurrence: give either"));
}

TEST_CASE("suppression api: a preview shows what would be hidden now, and changes nothing",
          "[http][suppression]") {
    SuppressionServer server;
    for (std::uint64_t number = 1; number <= 3; ++number)
        store(server.incidents, stored_incident(number));
    incidents::Incident mixed = stored_incident(4);
    mixed.symptoms.push_back(mixed.symptoms[0]);
    mixed.symptoms[1].symptom.subject.host = "db-1";
    store(server.incidents, mixed);
    const Response response =
        server.send("POST", silences + "/preview", {{"matchers", json::array({"host=\"web-1\""})}});
    INFO(response.body);
    REQUIRE(response.status == 200);
    const json preview = json::parse(response.body);
    CHECK(preview["incident_count"] == 3);
    CHECK(preview["partly_count"] == 1);
    CHECK(preview["symptom_count"] == 4);
    CHECK(preview["looked_at"] == 4);
    CHECK(preview["is_complete"] == true);
    CHECK(preview["incidents"][0]["title"] == "/var on web-1 will be full");
    CHECK(preview["partly"][0]["reference"] == "INC-000004");
    CHECK(preview["occurrences"].empty());
    CHECK(server.get_json(silences).empty());
    CHECK(server.send("POST", silences + "/preview", {{"matchers", json::array()}}).status == 400);

    json window = window_body();
    window.erase("owner");
    window.erase("reason");
    const json when = json::parse(server.send("POST", windows + "/preview", window).body);
    CHECK(when["occurrences"].size() == 5);
    CHECK(when["incident_count"] == 3);
}

TEST_CASE("suppression api: a preview looks at the most urgent incidents up to its bound",
          "[http][suppression]") {
    SuppressionServer server;
    incidents::Commit commit;
    for (std::uint64_t number = 1; number <= preview_incidents_max + 1; ++number)
        commit.incidents.push_back(stored_incident(number));
    REQUIRE(server.incidents.commit(commit));
    const json preview = json::parse(
        server.send("POST", silences + "/preview", {{"matchers", json::array({"host=\"web-1\""})}})
            .body);
    CHECK(preview["looked_at"] == preview_incidents_max);
    CHECK(preview["is_complete"] == false);
    CHECK(preview["incidents"].size() == render::SuppressionPreview::shown_max);
}

TEST_CASE("suppression api: a repeat with the same key adds nothing", "[http][suppression]") {
    SuppressionServer server;
    Request request = post(silences, silence_body().dump());
    request.fields.emplace_back("idempotency-key", "k-1");
    const Response first = ask(server.front, request);
    const Response again = ask(server.front, request);
    CHECK(first.status == 201);
    CHECK(again.body == first.body);
    CHECK(server.get_json(silences).size() == 1);
}

TEST_CASE("suppression api: what cannot be taken now is told so", "[http][suppression]") {
    SuppressionServer server;
    server.commands.full = true;
    CHECK(server.send("POST", silences, silence_body()).status == 429);
    CHECK(server.send("PUT", silences, silence_body()).status == 405);
}

}  // namespace
}  // namespace foreshock::http
