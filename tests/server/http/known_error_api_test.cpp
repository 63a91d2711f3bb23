#include "server/http/known_error_api.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "tests/support/memory_diagnosis.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;

struct Fixture {
    test::MemoryStore reader;
    test::MemoryKnownErrors known_errors;
    test::ManualClock clock;
    KnownErrorApi api{known_errors, reader, clock};
    RequestCounters counters;
    Front front{{}, api.routes(), counters};

    Response send(const std::string& path, const json& body) {
        return ask(front, post("/api/v1/known-errors" + path, body.dump()));
    }

    json put() {
        const Response response = send("", {{"actor", "ann"},
                                            {"title", "Log rotation missed"},
                                            {"kinds", "filesystem.space.exhaustion, unit.failed"},
                                            {"component", "filesystem /var*"},
                                            {"fix", "Run logrotate --force"}});
        REQUIRE(response.status == 200);
        return json::parse(response.body);
    }
};

TEST_CASE("known_error_api: what is written is listed, with a record that is empty", "[http]") {
    Fixture f;
    const json written = f.put();
    CHECK(written["record"] == "not tried yet");
    CHECK(written["median_seconds"].is_null());
    CHECK(written["kinds"] == json::array({"filesystem.space.exhaustion", "unit.failed"}));
    const json list = json::parse(ask(f.front, get("/api/v1/known-errors")).body);
    REQUIRE(list.size() == 1);
    CHECK(list[0] == written);
    CHECK(f.put()["id"] == written["id"]);
    CHECK(f.known_errors.kept.size() == 1);
}

TEST_CASE("known_error_api: a fix has steps, or is one itself", "[http][S21]") {
    Fixture f;
    CHECK(f.put()["steps"] ==
          json::array({{{"type", "changed"}, {"text", "Run logrotate --force"}}}));
    json body{{"actor", "ann"},
              {"title", "Log rotation missed"},
              {"kinds", "filesystem.space.exhaustion"},
              {"fix", "Run logrotate"},
              {"steps", "checked: df -h /var\nlogrotate --force"}};
    const Response written = f.send("", body);
    REQUIRE(written.status == 200);
    CHECK(json::parse(written.body)["steps"] ==
          json::array({{{"type", "checked"}, {"text", "df -h /var"}},
                       {{"type", "changed"}, {"text", "logrotate --force"}}}));
    body["steps"] = std::string(incidents::fix_step_bytes_max + 1, 'x');
    const Response refused = f.send("", body);
    CHECK(refused.status == 400);
    CHECK(refused.body.find("field 'steps': step 1: at most 2000 bytes") != std::string::npos);
}

TEST_CASE("known_error_api: an outcome is counted, with the time that the incident took",
          "[http]") {
    Fixture f;
    const std::string id = f.put()["id"];
    incidents::Incident incident = stored_incident(1);
    incident.acknowledged_at = incident.opened_at + std::chrono::minutes{1};
    incident.resolved_at = incident.opened_at + std::chrono::minutes{13};
    store(f.reader, incident);
    const Response response = f.send(
        "/" + id + "/outcomes", {{"actor", "ann"}, {"incident", "INC-000001"}, {"worked", "yes"}});
    REQUIRE(response.status == 200);
    REQUIRE(f.known_errors.outcomes.size() == 1);
    CHECK(f.known_errors.outcomes[0].took == std::chrono::minutes{12});
    CHECK(json::parse(response.body)["worked"] == 1);
}

TEST_CASE("known_error_api: what is wrong is refused", "[http]") {
    Fixture f;
    const std::string id = f.put()["id"];
    const json good{{"actor", "ann"}, {"title", "t"}, {"kinds", "a.b"}, {"fix", "f"}};
    json bad = good;
    bad["kinds"] = " , ";
    CHECK(f.send("", bad).status == 400);
    bad["kinds"] = "a.b; drop";
    CHECK(f.send("", bad).status == 400);
    std::string many;
    for (std::size_t i = 0; i <= incidents::known_error_kinds_max; ++i)
        many += "kind" + std::to_string(i) + ",";
    bad["kinds"] = many;
    CHECK(f.send("", bad).status == 400);
    CHECK(f.send("/" + id + "/outcomes", {{"actor", "a"}, {"incident", "9"}, {"worked", "yes"}})
              .status == 404);
    store(f.reader, stored_incident(1));
    CHECK(f.send("/" + id + "/outcomes", {{"actor", "a"}, {"incident", "1"}, {"worked", "so"}})
              .status == 400);
    CHECK(
        f.send("/ke-none/outcomes", {{"actor", "a"}, {"incident", "1"}, {"worked", "no"}}).status ==
        404);
}

TEST_CASE("known_error_api: one that is removed is gone", "[http]") {
    Fixture f;
    const std::string id = f.put()["id"];
    CHECK(f.send("/" + id + "/remove", {{"actor", "ann"}}).status == 200);
    CHECK(f.known_errors.kept.empty());
    CHECK(f.send("/" + id + "/remove", {{"actor", "ann"}}).status == 404);
}

}  // namespace
}  // namespace foreshock::http
