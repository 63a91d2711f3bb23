#include "server/http/oncall_api.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "tests/support/memory_oncall.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;

struct Fixture {
    test::MemoryRota rota;
    test::ManualClock clock;
    std::shared_ptr<people::Directory> directory = std::make_shared<people::Directory>();
    OncallApi api{{rota, [this] { return directory; }, clock, "secret"}};
    RequestCounters counters;
    Front front{{}, api.routes(), counters};

    Fixture() {
        directory->people = {{"ann", "Ann", people::Role::responder},
                             {"bo", "Bo", people::Role::responder}};
        oncall::Layer week{"week", {"ann", "bo", "ghost"}, {}, {}, std::chrono::minutes{24 * 60}};
        week.starts = desk::parse_local_time("2020-01-06T09:00").value();
        rota.value.schedules = {
            {"primary", "First line", "desk", desk::Zone::find("Asia/Bangkok").value(), {week}}};
    }

    json list(const std::string& path, const std::string& query = {}) {
        const Response response = ask(front, get(path, query));
        REQUIRE(response.status == 200);
        return json::parse(response.body);
    }

    std::string body(const std::string& person, const std::string& from, const std::string& to) {
        return json{{"actor", "bo"}, {"schedule", "primary"}, {"person", person}, {"from", from},
                    {"to", to},      {"reason", "a wedding"}}
            .dump();
    }

    int add(const std::string& text) {
        return ask(front, post("/api/v1/oncall/overrides", text)).status;
    }
};

TEST_CASE("oncall_api: who is on call now and next", "[http][oncall]") {
    Fixture f;
    const json now = f.list("/api/v1/oncall/now", "at=2026-11-26T03:00:00Z");
    REQUIRE(now.size() == 1);
    CHECK(now[0]["schedule"] == "primary");
    CHECK(now[0]["now"]["begins_local"] == "2026-11-26T09:00:00+07:00");
    CHECK(now[0]["now"]["ends_at"] == "2026-11-27T02:00:00.000Z");
    CHECK(now[0]["next"]["begins_at"] == "2026-11-27T02:00:00.000Z");
    CHECK(ask(f.front, get("/api/v1/oncall/now", "at=soon")).status == 400);
}

TEST_CASE("oncall_api: a schedule shows its shifts, and names that nobody has", "[http][oncall]") {
    Fixture f;
    const json shown = f.list("/api/v1/oncall/schedules/primary",
                              "from=2026-11-26T02:00:00Z&to=2026-11-29T02:00:00Z");
    CHECK(shown["shifts"].size() == 3);
    CHECK(shown["gaps"].empty());
    CHECK(shown["unknown_people"] == json{"ghost"});
    CHECK(shown["layers"][0]["turn_seconds"] == 86400);
    CHECK(ask(f.front, get("/api/v1/oncall/schedules/none")).status == 404);
    CHECK(ask(f.front, get("/api/v1/oncall/schedules/primary",
                           "from=2026-11-26T02:00:00Z&to=2026-11-26T02:00:00Z"))
              .status == 400);
}

TEST_CASE("oncall_api: an override stands until it is taken back", "[http][oncall]") {
    Fixture f;
    const TimePoint now = f.clock.now();
    const std::string from = format_rfc3339(now + std::chrono::hours{1});
    const std::string to = format_rfc3339(now + std::chrono::hours{2});
    REQUIRE(f.add(f.body("bo", from, to)) == 201);
    const json all = f.list("/api/v1/oncall/overrides", "schedule=primary");
    REQUIRE(all.size() == 1);
    CHECK(all[0]["made_by"] == "bo");
    CHECK(f.list("/api/v1/oncall/overrides", "schedule=other").empty());
    const json then = f.list("/api/v1/oncall/now", "at=" + from);
    CHECK(then[0]["now"]["person"] == "bo");
    CHECK(then[0]["now"]["override"] == all[0]["id"]);
    const std::string path =
        "/api/v1/oncall/overrides/" + all[0]["id"].get<std::string>() + "/remove";
    CHECK(ask(f.front, post(path, R"({"actor":"bo"})")).status == 200);
    CHECK(ask(f.front, post(path, R"({"actor":"bo"})")).status == 404);
    CHECK(f.list("/api/v1/oncall/overrides").empty());
}

TEST_CASE("oncall_api: what makes no sense is refused in words", "[http][oncall]") {
    Fixture f;
    const std::string past = format_rfc3339(f.clock.now() - std::chrono::hours{2});
    const std::string from = format_rfc3339(f.clock.now());
    const std::string to = format_rfc3339(f.clock.now() + std::chrono::hours{2});
    CHECK(f.add(f.body("mallory", from, to)) == 400);
    CHECK(f.add(f.body("ann", to, from)) == 400);
    CHECK(f.add(f.body("ann", past, past)) == 400);
    CHECK(f.add(f.body("ann", "tomorrow", to)) == 400);
    CHECK(f.add(R"({"actor":"bo"})") == 400);
    CHECK(f.rota.value.overrides.empty());
}

TEST_CASE("oncall_api: a feed is read by whoever knows its address, and nobody else",
          "[http][oncall]") {
    Fixture f;
    for (const char* what : {"schedules/primary", "people/ann"}) {
        const json address = f.list("/api/v1/oncall/feeds/" + std::string{what});
        const std::string path = address["path"];
        const Response feed = ask(f.front, get(path));
        REQUIRE(feed.status == 200);
        CHECK(feed.field("Content-Type") == "text/calendar; charset=utf-8");
        CHECK_THAT(feed.body, Catch::StartsWith("BEGIN:VCALENDAR\r\n"));
        CHECK_THAT(feed.body, Catch::Contains("SUMMARY:ann on call: First line"));
        std::string wrong = path;
        wrong[wrong.size() - 5] = wrong[wrong.size() - 5] == '0' ? '1' : '0';
        CHECK(ask(f.front, get(wrong)).status == 404);
        CHECK(ask(f.front, get(path.substr(0, path.size() - 4))).status == 404);
    }
    const std::string ann =
        ask(f.front, get(f.list("/api/v1/oncall/feeds/people/ann")["path"])).body;
    CHECK(ann.find("SUMMARY:bo") == std::string::npos);
    CHECK(ask(f.front, get("/api/v1/oncall/feeds/people/mallory")).status == 404);
    CHECK(ask(f.front, get("/api/v1/oncall/feeds/schedules/none")).status == 404);
}

}  // namespace
}  // namespace foreshock::http
