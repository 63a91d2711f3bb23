#include "server/app/server.hpp"

#include "../http/socket_client.hpp"
#include "asked.hpp"
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "server/app/agent_admin.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/support/http_receiver.hpp"
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

TEST_CASE("server: a report becomes an incident that people see and take",
          "[app][integration][threads]") {
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

TEST_CASE("server: what machines and users notice is one queue with one series of numbers",
          "[app][integration][S1][threads]") {
    Fixture f;
    f.start();
    REQUIRE(f.report(f.sick(1)).status == 200);
    const auto tell = [&](const json& words) {
        const Answer told =
            f.ask("POST /api/v1/reports", "Content-Type: application/json\r\n", words.dump());
        INFO(told.body);
        REQUIRE(told.status == 201);
        return told.as_json();
    };
    tell({{"text", "The printer on floor 2 is broken, it shows an error and nobody can print"},
          {"contact", "nok@example.org"}});
    const json known = tell({{"text", "web-1 cannot write to the filesystem /var, it is broken"},
                             {"host", "web-1"},
                             {"contact", "somsri@example.org"}});
    CHECK(known["incident"]["was_known"] == true);
    const json queue = f.ask("GET /api/v1/incidents?state=open").as_json();
    REQUIRE(queue.size() == 2);
    for (const auto& [reference, type] :
         {std::pair{"INC-000001", "detected"}, {"INC-000002", "user_report"}}) {
        const Answer one = f.ask(std::string{"GET /api/v1/incidents/"} + reference);
        REQUIRE(one.status == 200);
        CHECK(one.as_json()["type"] == type);
        CHECK(one.as_json()["report_count"] == 1);
    }
}

TEST_CASE("server: the record says what, where and when, by both clocks, and nobody changes it",
          "[app][integration][S5][threads]") {
    Fixture f;
    f.start();
    const TimePoint of_the_agent = f.clock.now() - std::chrono::minutes{3};
    wire::Report report = test::small_report(1, of_the_agent);
    report.symptoms = {test::disk_symptom("episode-1", of_the_agent)};
    REQUIRE(f.report(report).status == 200);
    REQUIRE(f.act("notes", R"({"actor":"ann","text":"looked"})").status == 200);
    const json record = f.ask("GET /api/v1/incidents/1").as_json();
    CHECK(record["type"] == "detected");
    CHECK(record["category"] == "storage");
    const json& symptom = record["symptoms"][0];
    CHECK(symptom["kind"] == "filesystem.space.exhaustion");
    CHECK(symptom["component"] == "filesystem /var");
    CHECK(symptom["onset_at"] == format_rfc3339(of_the_agent));
    const TimePoint opened = parse_rfc3339(record["opened_at"].get<std::string>()).value();
    CHECK(opened >= of_the_agent + std::chrono::minutes{3});
    const double skew = f.ask("GET /api/v1/hosts").as_json()[0]["clock_skew_seconds"];
    CHECK(skew <= -180);
    CHECK(f.ask("DELETE /api/v1/incidents/1").status == 405);
    f.server.reset();
    f.start();
    const json again = f.ask("GET /api/v1/incidents/1").as_json();
    REQUIRE(again["timeline"].size() >= record["timeline"].size());
    for (std::size_t i = 0; i < record["timeline"].size(); ++i)
        CHECK(again["timeline"][i] == record["timeline"][i]);
    CHECK(again["symptoms"] == record["symptoms"]);
}

TEST_CASE("server: a fix that worked is suggested with its record, and so is the case it solved",
          "[app][integration][S10][S21][threads]") {
    Fixture f;
    f.start();
    const json known{{"actor", "ann"},
                     {"title", "Logs"},
                     {"kinds", "filesystem.space.exhaustion"},
                     {"fix", "logrotate"}};
    const Answer put =
        f.ask("POST /api/v1/known-errors", "Content-Type: application/json\r\n", known.dump());
    REQUIRE(put.status == 200);
    const auto report = [&](std::uint64_t sequence, const std::string& component,
                            SymptomStatus status) {
        wire::Report words = f.sick(sequence);
        words.symptoms[0].id = "episode " + component;
        words.symptoms[0].subject.component = component;
        words.symptoms[0].status = status;
        REQUIRE(f.report(words).status == 200);
    };
    report(1, "filesystem /var", SymptomStatus::raised);
    json card = f.ask("GET /api/v1/incidents/1").as_json()["diagnosis"];
    CHECK(card["known_errors"][0]["fix"] == "logrotate");
    CHECK(card["known_errors"][0]["record"] == "not tried yet");
    CHECK(card["similar"].empty());
    REQUIRE(f.act("acknowledge", R"({"actor":"ann"})").status == 200);
    report(2, "filesystem /var", SymptomStatus::cleared);
    REQUIRE(f.act("resolve", json{{"actor", "ann"},
                                  {"reason", "rotated the logs"},
                                  {"known_error", put.as_json()["id"]}}
                                 .dump())
                .status == 200);
    report(3, "filesystem /srv", SymptomStatus::raised);
    card = f.ask("GET /api/v1/incidents/2").as_json()["diagnosis"];
    CHECK_THAT(card["known_errors"][0]["record"].get<std::string>(),
               Catch::StartsWith("worked 1 of 1 time"));
    CHECK(card["similar"][0]["reference"] == "INC-000001");
    CHECK(card["similar"][0]["resolution"] == "rotated the logs");
    const json figures = f.ask("GET /api/v1/statistics?group_by=category").as_json();
    CHECK(figures["groups"][0]["key"] == "storage");
    CHECK(figures["groups"][0]["incidents"] == 2);
}

TEST_CASE("server: after a restart everything is as it was, and repeats stay repeats",
          "[app][integration][threads]") {
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

TEST_CASE("server: refuses what it should, in words", "[app][integration][threads]") {
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

TEST_CASE("server: a second one on the same folder is refused", "[app][integration][threads]") {
    Fixture f;
    f.start();
    const auto second = Server::start(f.configuration, {"0.1.0", {}, ""}, f.clock, f.log);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == Errc::conflict);
}

TEST_CASE("server: events arrive as they happen, and what was missed on coming back",
          "[app][integration][threads]") {
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
          "[app][integration][threads]") {
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
          "[app][integration][threads]") {
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

TEST_CASE("server: a reload takes the catalogue of services over", "[app][integration][threads]") {
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

TEST_CASE("server: a request that cannot be passed on comes back to the queue",
          "[app][integration][S18][threads]") {
    test::HttpReceiver itsm{[](const test::ReceivedRequest&) { return test::http_answer(404); }};
    Fixture f;
    f.configuration.webhooks = {{"itsm", itsm.url("/requests"), ""}};
    f.configuration.reports.request_channel = "itsm";
    f.start();
    const Answer told =
        f.ask("POST /api/v1/reports", "Content-Type: application/json\r\n",
              R"({"text":"Please install a new printer driver and create an account for Dao"})");
    REQUIRE(told.status == 201);
    REQUIRE_THAT(told.body, Catch::Contains("\"forwarded\""));
    REQUIRE(itsm.wait_for_requests(1));
    CHECK_THAT(itsm.requests()[0].body, Catch::Contains("printer driver"));
    std::string queue;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (queue.find("could not be passed on") == std::string::npos &&
           std::chrono::steady_clock::now() < deadline) {
        queue = f.ask("GET /api/v1/requests?state=open").body;
    }
    CHECK_THAT(queue, Catch::Contains("could not be passed on"));
}

TEST_CASE("server: stopping answers what is under way and can be asked twice",
          "[app][integration][threads]") {
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
