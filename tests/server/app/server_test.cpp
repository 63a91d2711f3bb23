#include "server/app/server.hpp"

#include "../http/socket_client.hpp"
#include "asked.hpp"
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "server/app/agent_admin.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::app {
namespace {

using http::SocketClient;
using nlohmann::json;

/// A real server on a free port with a real store in a temporary folder.
struct Fixture {
    test::TemporaryFolder folder;
    SystemClock clock;
    Log log{"error"};
    Configuration configuration;
    std::string token;
    std::unique_ptr<Server> server;

    Fixture() {
        configuration.server.listen = "127.0.0.1:0";
        configuration.server.data = folder.path();
        configuration.incidents.hold_before_announcing = Duration{0};
        auto store = store::open_sqlite_store(folder.path() + "/foreshock.db");
        REQUIRE(store);
        token = *add_agent((*store)->agents(), "web-1");
    }

    void start() {
        auto started = Server::start(configuration, {"0.1.0", {}, ""}, clock, log);
        INFO((started ? std::string{} : started.error().what));
        REQUIRE(started);
        server = std::move(*started);
    }

    Answer ask(const std::string& first_line, const std::string& fields = {},
               const std::string& body = {}) const {
        return ask_server(server->port(), first_line, fields, body);
    }

    Answer report(const wire::Report& report) const {
        return ask("POST /api/v1/agent/reports",
                   "Content-Type: application/x-foreshock-report\r\nAuthorization: Bearer " +
                       token + "\r\n",
                   wire::encode(report));
    }

    wire::Report sick(std::uint64_t sequence) const {
        wire::Report report = test::small_report(sequence, clock.now());
        report.symptoms = {test::disk_symptom("episode-1", clock.now())};
        return report;
    }

    Answer act(const std::string& what, const std::string& body) const {
        return ask("POST /api/v1/incidents/1/" + what, "Content-Type: application/json\r\n", body);
    }
};

TEST_CASE("server: a report becomes an incident that people see and take", "[app][integration]") {
    Fixture f;
    f.start();
    CHECK(f.ask("GET /-/ready").status == 200);
    const Answer acked = f.report(f.sick(1));
    REQUIRE(acked.status == 200);
    CHECK(acked.as_json() == json{{"acked", 1}});

    const json list = f.ask("GET /api/v1/incidents?state=open").as_json();
    REQUIRE(list.size() == 1);
    CHECK(list[0]["reference"] == "INC-000001");
    CHECK(list[0]["phase"] == "impending");
    const Answer taken = f.act("acknowledge", R"({"actor":"ann"})");
    REQUIRE(taken.status == 200);
    CHECK(taken.as_json()["owner"] == "ann");
    CHECK(f.act("notes", R"({"actor":"ann","text":"logs"})").status == 200);
    const json whole = f.ask("GET /api/v1/incidents/INC-000001").as_json();
    CHECK(whole["symptoms"].size() == 1);
    CHECK(whole["timeline"].size() >= 3);

    CHECK(f.ask("GET /api/v1/hosts").as_json()[0]["id"] == "web-1");
    const json samples = f.ask(
                              "GET /api/v1/hosts/web-1/samples?signal="
                              "filesystem.space.used_bytes&labels=%7Bmount=%22/var%22%7D")
                             .as_json();
    REQUIRE(samples["points"].size() == 1);
    CHECK(samples["points"][0][2] == 42.0);
    CHECK_THAT(f.ask("GET /metrics").body,
               Catch::Contains("foreshock_reports_total{outcome=\"acked\"} 1\n"));
}

TEST_CASE("server: after a restart everything is as it was, and repeats stay repeats",
          "[app][integration]") {
    Fixture f;
    f.start();
    REQUIRE(f.report(f.sick(1)).status == 200);
    REQUIRE(f.act("acknowledge", R"({"actor":"ann"})").status == 200);
    f.server.reset();
    f.start();
    CHECK(f.report(f.sick(1)).as_json() == json{{"acked", 1}});
    const json list = f.ask("GET /api/v1/incidents").as_json();
    REQUIRE(list.size() == 1);
    CHECK(list[0]["owner"] == "ann");
}

TEST_CASE("server: refuses what it should, in words", "[app][integration]") {
    Fixture f;
    f.start();
    CHECK(f.ask("POST /api/v1/agent/reports",
                "Content-Type: application/x-foreshock-report\r\nAuthorization: Bearer x\r\n", "x")
              .status == 401);
    wire::Report foreign = f.sick(1);
    foreign.agent_id = "db-1";
    CHECK(f.report(foreign).status == 403);
    wire::Report undefined = test::small_report(1, f.clock.now());
    undefined.definitions.clear();
    undefined.definitions_from = 1;
    const Answer unknown = f.report(undefined);
    CHECK(unknown.status == 409);
    CHECK(unknown.as_json()["type"] == "/problems/dictionary-unknown");
    const Answer large =
        f.ask("POST /api/v1/agent/reports", "Content-Type: application/x-foreshock-report\r\n",
              std::string((4 << 20) + 1, 'x'));
    CHECK(large.status == 413);
    CHECK(f.ask("GET /api/v1/incidents?cursor=zzz").status == 400);
    CHECK(f.ask("GET /api/v1/incidents/x").status == 404);
    CHECK(f.ask("DELETE /api/v1/incidents").status == 405);
    CHECK(f.ask("HEAD /api/v1/incidents").body.empty());
}

TEST_CASE("server: a second one on the same folder is refused", "[app][integration]") {
    Fixture f;
    f.start();
    const auto second = Server::start(f.configuration, {"0.1.0", {}, ""}, f.clock, f.log);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == Errc::conflict);
}

TEST_CASE("server: events arrive as they happen, and what was missed on coming back",
          "[app][integration]") {
    Fixture f;
    f.start();
    SocketClient live{f.server->port()};
    live.send("GET /api/v1/events/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
    live.read_until("retry: 2000\n\n");
    REQUIRE(f.report(f.sick(1)).status == 200);
    CHECK_THAT(live.read_until("INC-000001"), Catch::Contains("event: incident\n"));
    SocketClient back{f.server->port()};
    back.send("GET /api/v1/events/stream HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 0\r\n\r\n");
    CHECK_THAT(back.read_until("INC-000001"), Catch::Contains("event: incident\n"));
    f.server->stop();
    CHECK_THAT(live.read_all(), Catch::EndsWith("0\r\n\r\n"));
}

TEST_CASE("server: with an operator token people must show it, agents their own",
          "[app][integration]") {
    Fixture f;
    f.folder.write("operator.token", "s3cret\n");
    f.configuration.server.operator_token_file = f.folder.path() + "/operator.token";
    f.start();
    CHECK(f.ask("GET /api/v1/incidents").status == 401);
    CHECK(f.ask("GET /api/v1/incidents", "Authorization: Bearer s3cret\r\n").status == 200);
    CHECK(f.ask("GET /-/ready").status == 200);
    CHECK(f.report(f.sick(1)).status == 200);
}

TEST_CASE("server: a reload takes webhooks over, a broken one changes nothing",
          "[app][integration]") {
    Fixture f;
    f.start();
    Configuration fresh = f.configuration;
    fresh.webhooks = {{"ops", "http://127.0.0.1:9/x", f.folder.path() + "/no-secret"}};
    CHECK_FALSE(f.server->reload(fresh));
    f.folder.write("no-secret", "key\n");
    CHECK(f.server->reload(fresh));
    REQUIRE(f.report(f.sick(1)).status == 200);
    std::string metrics;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{5};
    while (metrics.find("foreshock_outbox_pending 1\n") == std::string::npos &&
           std::chrono::steady_clock::now() < deadline) {
        metrics = f.ask("GET /metrics").body;
    }
    CHECK_THAT(metrics, Catch::Contains("foreshock_outbox_pending 1\n"));
}

TEST_CASE("server: a reload takes the catalogue of services over", "[app][integration]") {
    Fixture f;
    f.start();
    CHECK(f.ask("GET /api/v1/services").body == "[]");
    Configuration fresh = f.configuration;
    ServiceConfiguration shop;
    shop.service.name = "shop";
    shop.service.hosts = {"web-*"};
    fresh.services = {shop};
    REQUIRE(f.server->reload(fresh));
    std::string services;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (services.find("\"shop\"") == std::string::npos &&
           std::chrono::steady_clock::now() < deadline) {
        services = f.ask("GET /api/v1/services").body;
    }
    CHECK_THAT(services, Catch::Contains("\"shop\""));
}

TEST_CASE("server: stopping answers what is under way and can be asked twice",
          "[app][integration]") {
    Fixture f;
    f.start();
    REQUIRE(f.report(f.sick(1)).status == 200);
    f.server->stop();
    f.server->stop();
    const auto store = store::open_sqlite_store(f.folder.path() + "/foreshock.db");
    REQUIRE(store);
    CHECK((*store)->incidents().hosts()->front().sequence == 1);
}

}  // namespace
}  // namespace foreshock::app
