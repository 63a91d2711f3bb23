#include "../http/socket_client.hpp"
#include "asked.hpp"
#include <nlohmann/json.hpp>

#include "server/app/agent_admin.hpp"
#include "server/app/breach_book.hpp"
#include "server/app/server.hpp"
#include "server/http/token.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::app {
namespace {

using nlohmann::json;
using people::Role;

Symptom security_symptom(TimePoint at) {
    Symptom symptom = test::disk_symptom("episode-s", at);
    symptom.kind = "security.exfiltration.burst";
    symptom.category = "security";
    symptom.severity = Severity::critical;
    symptom.phase = Phase::occurring;
    symptom.forecast.reset();
    symptom.sentence = "SECRETWORDS leave web-1";
    symptom.subject.component = "SECRETPART";
    return symptom;
}

/// Ann is a responder of breaches, eve an admin who is not.
struct Fixture {
    test::TemporaryFolder folder;
    SystemClock clock;
    Log log{"error"};
    Configuration configuration;
    std::unique_ptr<store::Store> store;
    std::string agent_token;
    std::unique_ptr<Server> server;

    Fixture() {
        configuration.server.listen = "127.0.0.1:0";
        configuration.server.data = folder.path();
        configuration.incidents.hold_before_announcing = Duration{0};
        configuration.access.loopback = "nobody";
        configuration.breach.responders = {"security"};
        store = store::open_sqlite_store(folder.path() + "/foreshock.db").value();
        add("ann", Role::viewer);
        add("bob", Role::responder);
        add("eve", Role::admin);
        REQUIRE(
            store->accounts().put_team({"security", "Security", people::Tier::l3, {"ann"}}, {}));
        agent_token = add_agent(store->agents(), "web-1").value();
    }

    void add(const std::string& name, Role role) {
        REQUIRE(store->accounts().add({name, name, role}, {}));
        REQUIRE(store->api_tokens().add(
            {"tok-" + name, http::sha256_hex(name), name, "x", role, clock.now()}, {}));
    }

    void start() {
        auto started = Server::start(configuration, {"0.1.0", {}, ""}, clock, log);
        REQUIRE(started);
        server = std::move(*started);
    }

    std::pair<int, std::string> ask(const std::string& who, const std::string& first_line,
                                    const std::string& body = {}) const {
        const Answer answer = ask_server(
            server->port(), first_line,
            "Authorization: Bearer " + who + "\r\nContent-Type: application/json\r\n", body);
        return {answer.status, answer.body};
    }

    void report(const std::vector<Symptom>& symptoms, std::uint64_t sequence = 1) const {
        wire::Report report = test::small_report(sequence, clock.now());
        report.symptoms = symptoms;
        const std::string fields =
            "Content-Type: application/x-foreshock-report\r\nAuthorization: Bearer " + agent_token +
            "\r\n";
        const Answer answer =
            ask_server(server->port(), "POST /api/v1/agent/reports", fields, wire::encode(report));
        REQUIRE(answer.status == 200);
    }

    /// Services know a host from its first report on, or from the next start.
    void start_with_known_host() {
        start();
        report({});
        server.reset();
        start();
    }

    void nothing_is_seen_of(const std::string& secret, const std::string& reference) const {
        for (const char* path :
             {"/api/v1/incidents?state=all", "/api/v1/incidents?format=csv", "/api/v1/incidents/1",
              "/api/v1/hosts/web-1", "/api/v1/forecasts", "/api/v1/near-misses", "/api/v2/alerts",
              "/api/v2/alerts/groups", "/metrics", "/status", "/status.json", "/api/v1/audit",
              "/api/v1/incidents/1/review", "/api/v1/statistics"}) {
            CAPTURE(path);
            const std::string seen = ask("eve", std::string{"GET "} + path).second;
            CHECK(seen.find(secret) == std::string::npos);
            CHECK(seen.find(reference) == std::string::npos);
        }
    }
};

TEST_CASE("breach: a security symptom raises one that only its responders see anywhere",
          "[app][breach][integration][S31][threads]") {
    Fixture f;
    f.start();
    http::SocketClient live{f.server->port()};
    live.send(
        "GET /api/v1/events/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        "eve\r\n\r\n");
    live.read_until("retry: 2000\n\n");
    f.report({security_symptom(f.clock.now()), test::disk_symptom("episode-1", f.clock.now())});
    const auto [status, list] = f.ask("ann", "GET /api/v1/breaches");
    REQUIRE(status == 200);
    REQUIRE(json::parse(list).size() == 1);
    CHECK(json::parse(list)[0]["reference"] == "BR-000001");
    const json whole = json::parse(f.ask("ann", "GET /api/v1/breaches/BR-000001").second);
    CHECK(whole["signs"][0]["sentence"] == "SECRETWORDS leave web-1");
    CHECK(json::parse(f.ask("eve", "GET /api/v1/breaches").second).empty());
    CHECK(f.ask("eve", "GET /api/v1/breaches/BR-000001").first == 404);
    CHECK(f.ask("eve", "POST /api/v1/breaches/1/notes", R"({"text":"x"})").first == 404);
    // Everything else that the server says, to an admin: the disk is there, the breach is not.
    const std::string seen = live.read_until("event: incident");
    CHECK(seen.find("SECRET") == std::string::npos);
    for (const char* path :
         {"/api/v1/incidents", "/api/v1/incidents?format=csv", "/api/v1/incidents/1",
          "/api/v1/hosts", "/api/v1/hosts/web-1", "/api/v1/forecasts", "/api/v1/services",
          "/api/v1/near-misses", "/api/v1/incidents/1/review", "/api/v2/alerts",
          "/api/v2/alerts/groups", "/metrics", "/api/v1/audit", "/api/v1/known-errors"}) {
        CAPTURE(path);
        const std::string body = f.ask("eve", std::string{"GET "} + path).second;
        CHECK(body.find("SECRET") == std::string::npos);
        CHECK(body.find("security.exfiltration") == std::string::npos);
    }
    CHECK(json::parse(f.ask("eve", "GET /api/v1/incidents").second).size() == 1);
}

TEST_CASE("breach: raised by hand, led, kept on record and closed by people",
          "[app][breach][integration][S31][threads]") {
    Fixture f;
    f.start();
    const auto [status, raised] =
        f.ask("bob", "POST /api/v1/breaches",
              R"({"title":"List copied","words":"rsync","aware_at":"2026-01-01T00:00:00Z"})");
    REQUIRE(status == 201);
    CHECK(json::parse(raised)["authority_due_at"] == "2026-01-04T00:00:00.000Z");
    const auto act = [&](const std::string& who, const std::string& what, const char* body) {
        return f.ask(who, "POST /api/v1/breaches/BR-000001/" + what, body).first;
    };
    CHECK(act("eve", "people", R"({"person":"eve"})") == 404);
    CHECK(act("ann", "take-over", "{}") == 200);
    CHECK(act("ann", "people", R"({"person":"eve"})") == 200);
    CHECK(act("eve", "notes", R"({"text":"I see it now","actor":"ann"})") == 200);
    const std::string digest(64, '0');
    CHECK(act("ann", "evidence",
              (R"({"name":"disk","location":"safe","bytes":"9","sha256":")" + digest + "\"}")
                  .c_str()) == 200);
    CHECK(act("ann", "close", R"({"text":"over"})") == 409);
    CHECK(act("ann", "authority", R"({"told":"yes","words":"case 42","whole":"yes"})") == 200);
    for (const breach::Item& item : breach::standard_checklist())
        CHECK(act("ann", "checklist", (R"({"item":")" + item.code + "\"}").c_str()) == 200);
    CHECK(act("ann", "close", R"({"text":"over"})") == 200);
    CHECK(f.ask("bob", "GET /api/v1/breaches/1/evidence/ev-1").first == 200);
    const json now = json::parse(f.ask("ann", "GET /api/v1/breaches/BR-000001").second);
    CHECK(now["state"] == "closed");
    CHECK(now["timeline"][3]["actor"] == "eve");
    const std::string accesses = f.ask("ann", "GET /api/v1/breaches/1/accesses").second;
    CHECK(accesses.find("evidence/{evidence}") != std::string::npos);
    CHECK(accesses.find("\"bob\"") != std::string::npos);
    CHECK(accesses.find("failed with 404") != std::string::npos);
    CHECK(f.ask("eve", "GET /api/v1/audit").second.find("BR-000001") == std::string::npos);
}

TEST_CASE("breach: after a restart it is as it was", "[app][breach][integration][threads]") {
    Fixture f;
    f.start();
    f.report({security_symptom(f.clock.now())});
    const std::string before = f.ask("ann", "GET /api/v1/breaches").second;
    f.server.reset();
    f.start();
    CHECK(f.ask("ann", "GET /api/v1/breaches").second == before);
}

TEST_CASE("breach: without responders a security symptom is an incident like others",
          "[app][breach][integration][threads]") {
    Fixture f;
    f.configuration.breach.responders.clear();
    f.start();
    f.report({security_symptom(f.clock.now())});
    CHECK(json::parse(f.ask("eve", "GET /api/v1/incidents").second).size() == 1);
    CHECK(json::parse(f.ask("ann", "GET /api/v1/breaches").second).empty());
}

TEST_CASE("breach: an incident becomes one, and nothing of it stays where others look",
          "[app][breach][integration][S31][threads]") {
    Fixture f;
    ServiceConfiguration shop;
    shop.service.name = "shop";
    shop.service.hosts = {"web-*"};
    shop.service.is_public = true;
    f.configuration.services = {shop};
    f.start_with_known_host();
    Symptom symptom = test::disk_symptom("episode-1", f.clock.now());
    symptom.sentence = "SECRETWORDS fill web-1";
    f.report({symptom}, 2);
    REQUIRE(f.ask("bob", "POST /api/v1/incidents/1/publish", R"({"text":"SECRETPUBLIC"})").first ==
            200);
    REQUIRE(f.ask("bob", "POST /api/v1/incidents/1/notes", R"({"text":"SECRETNOTE"})").first ==
            200);
    CHECK(f.ask("eve", "GET /status").second.find("SECRETPUBLIC") != std::string::npos);
    http::SocketClient live{f.server->port()};
    live.send(
        "GET /api/v1/events/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        "eve\r\n\r\n");
    live.read_until("retry: 2000\n\n");
    // ann may see breaches, and raising one is for responders.
    CHECK(f.ask("ann", "POST /api/v1/breaches", R"({"incident":"INC-000001"})").first == 403);
    CHECK(f.ask("bob", "POST /api/v1/breaches", R"({"incident":"INC-000009"})").first == 404);
    const auto [status, body] =
        f.ask("bob", "POST /api/v1/breaches",
              R"({"incident":"INC-000001","aware_at":"2026-01-01T00:00:00Z"})");
    REQUIRE(status == 201);
    const json breach = json::parse(body);
    CHECK(breach["incident"] == "INC-000001");
    CHECK(breach["words"] == "SECRETWORDS fill web-1");
    CHECK(breach["authority_due_at"] == "2026-01-04T00:00:00.000Z");
    CHECK(breach["checklist_all"] == 11);
    CHECK(breach["signs"].size() == 1);
    CHECK(body.find("SECRETNOTE") != std::string::npos);
    CHECK(body.find("words on the status page, 1 time") != std::string::npos);
    // What is said of it again is the breach's, not another incident's.
    symptom.observed_at += std::chrono::seconds{1};
    symptom.status = SymptomStatus::updated;
    f.report({symptom}, 3);
    f.nothing_is_seen_of("SECRET", "INC-000001");
    CHECK(f.ask("eve", "GET /api/v1/incidents/1").first == 404);
    CHECK(json::parse(f.ask("eve", "GET /api/v1/incidents?state=all").second).empty());
    CHECK(f.ask("eve", "POST /api/v1/incidents/1/notes", R"({"text":"x"})").first == 404);
    CHECK_THAT(live.read_until("event: incident_gone"), Catch::Contains("incident_gone"));
    // Its responders have the whole of it, as evidence.
    const std::string record = f.ask("ann", "GET /api/v1/breaches/BR-000001/incident").second;
    CHECK(http::sha256_hex(record) == breach["evidence"][0]["sha256"]);
    CHECK(json::parse(record)["timeline"].size() >= 3);
    CHECK(f.ask("eve", "GET /api/v1/breaches/BR-000001/incident").first == 404);
    f.server.reset();
    f.start();
    CHECK(json::parse(f.ask("eve", "GET /api/v1/incidents?state=all").second).empty());
    // Its number is not given again.
    Symptom other = test::disk_symptom("episode-9", f.clock.now());
    other.subject.component = "filesystem /srv";
    f.report({other}, 4);
    const json list = json::parse(f.ask("eve", "GET /api/v1/incidents").second);
    REQUIRE(list.size() == 1);
    CHECK(list[0]["number"] == 2);
}

TEST_CASE("breach: an alert of another system that is one is not listed either",
          "[app][breach][integration][threads]") {
    Fixture f;
    f.start();
    const std::string alert =
        R"([{"labels":{"alertname":"SECRETALERT","host":"web-1","severity":"critical"}}])";
    REQUIRE(f.ask("bob", "POST /api/v2/alerts", alert).first == 200);
    CHECK(f.ask("eve", "GET /api/v2/alerts").second.find("SECRETALERT") != std::string::npos);
    REQUIRE(f.ask("bob", "POST /api/v1/breaches", R"({"incident":"1"})").first == 201);
    CHECK(json::parse(f.ask("eve", "GET /api/v2/alerts").second).empty());
    REQUIRE(f.ask("bob", "POST /api/v2/alerts", alert).first == 200);
    CHECK(json::parse(f.ask("eve", "GET /api/v2/alerts").second).empty());
    CHECK(json::parse(f.ask("eve", "GET /api/v1/incidents?state=all").second).empty());
    f.server.reset();
    f.start();
    CHECK(json::parse(f.ask("eve", "GET /api/v2/alerts").second).empty());
}

TEST_CASE("breach: nobody is named whom nobody knows", "[app][breach][integration][threads]") {
    Fixture f;
    f.start();
    REQUIRE(f.ask("bob", "POST /api/v1/breaches", R"({"title":"x","words":"y"})").first == 201);
    const auto [status, body] =
        f.ask("bob", "POST /api/v1/breaches/1/people", R"({"person":"oleg"})");
    CHECK(status == 400);
    CHECK(body.find("nobody here is called 'oleg'") != std::string::npos);
    CHECK(json::parse(f.ask("bob", "GET /api/v1/breaches/1").second)["named"] ==
          json::array({"bob"}));
    CHECK(f.ask("bob", "POST /api/v1/breaches/1/people", R"({"person":"eve"})").first == 200);
    CHECK(f.ask("bob", "POST /api/v1/breaches", R"({"words":"y"})").first == 400);
}

struct Book {
    test::TemporaryFolder folder;
    std::unique_ptr<store::Store> store =
        store::open_sqlite_store(folder.path() + "/foreshock.db").value();
    test::ManualClock clock;

    struct Nobody final : people::Directories {
        [[nodiscard]] std::shared_ptr<const people::Directory> current() const override {
            return std::make_shared<people::Directory>();
        }
    } directories;

    BreachBook book{
        {{"ann"}, {}, {"login.*"}},
        {store->breaches(), directories, clock,
         [] {
             return std::vector<notify::ChannelSettings>{{"dpo", "https://dpo.example"}};
         },
         [] {}}};

    std::vector<incidents::OutboxEntry> told() {
        return store->outbox().due(clock.now() + std::chrono::hours{1}, 100).value();
    }
};

TEST_CASE("breach book: only its channels are told, and nothing of what it is", "[app][breach]") {
    Book f;
    REQUIRE(f.book.load());
    REQUIRE(f.book.hear(security_symptom(f.clock.now()), f.clock.now()).value());
    const auto told = f.told();
    REQUIRE(told.size() == 1);
    CHECK(told[0].channel == "dpo");
    CHECK(told[0].body.find("SECRET") == std::string::npos);
    CHECK(json::parse(told[0].body)["reference"] == "BR-000001");
}

TEST_CASE("breach book: the clock of the authority is told through the outbox",
          "[app][breach][S31]") {
    Book f;
    REQUIRE(f.book.raise({"x", "y", "ann", f.clock.now()}));
    f.clock.advance(std::chrono::hours{73});
    REQUIRE(f.book.advance());
    REQUIRE(f.book.advance());
    const Result<breach::Breach> breach = f.book.find("1", "ann");
    REQUIRE(breach);
    CHECK(breach->timeline.back().kind == "authority_overdue");
    BreachBook again{{{"ann"}, {}, {}},
                     {f.store->breaches(), f.directories, f.clock,
                      [] { return std::vector<notify::ChannelSettings>{}; }, [] {}}};
    REQUIRE(again.load());
    CHECK(again.find("BR-000001", "ann").value() == *breach);
    CHECK(again.raise({"x", "y", "ann", f.clock.now()})->number == 2);
}

TEST_CASE("breach book: an incident becomes one breach, whose symptoms are its own until it ends",
          "[app][breach]") {
    Book f;
    Symptom symptom = security_symptom(f.clock.now());
    symptom.category = "storage";
    CHECK_FALSE(f.book.hear(symptom, f.clock.now()).value());
    breach::Raising raising{"x", "y", "bob", f.clock.now()};
    raising.origin = breach::Origin{
        "inc-1",
        "INC-000001",
        {{sign_fingerprint(symptom.subject, symptom.kind), symptom.kind, symptom.subject.host,
          symptom.subject.component, "z", f.clock.now(), f.clock.now()}},
        {},
        {},
        "{}",
        std::string(64, '0')};
    const auto first = f.book.raise(raising);
    REQUIRE(first);
    CHECK(f.book.incident_record("1", "bob").value() == "{}");
    CHECK(f.book.incident_record("1", "eve").error().code == Errc::not_found);
    CHECK(f.book.incidents() == std::vector<std::string>{"inc-1"});
    // Asked twice, as after a crash in between: the same breach.
    CHECK(f.book.raise(raising)->id == first->id);
    raising.actor = "eve";
    CHECK(f.book.raise(raising).error().code == Errc::conflict);
    CHECK(f.book.hear(symptom, f.clock.now()).value());
    CHECK(f.book.find("1", "bob")->signs[0].sentence == symptom.sentence);
    CHECK(f.book.hear_reporter("inc-9", "u", "words").error().code == Errc::not_found);
    REQUIRE(f.book.hear_reporter("inc-1", "u@example.org", "still wrong"));
    CHECK(f.book.find("1", "bob")->timeline.back().actor == "reporter u@example.org");
    REQUIRE(f.book.act("1", breach::GiveNotice{true, "case 1", true}, "bob"));
    for (const breach::Item& item : breach::standard_checklist())
        REQUIRE(f.book.act("1", breach::TickItem{item.code, ""}, "bob"));
    REQUIRE(f.book.act("1", breach::Close{"over"}, "bob"));
    CHECK_FALSE(f.book.hear(symptom, f.clock.now()).value());
    BreachBook again{{{"ann", "nobody"}, {}, {}},
                     {f.store->breaches(), f.directories, f.clock,
                      [] { return std::vector<notify::ChannelSettings>{}; }, [] {}}};
    REQUIRE(again.load());
    CHECK(again.incident_record("1", "bob").value() == "{}");
    CHECK(again.unknown_responders() == std::vector<std::string>{"ann", "nobody"});
}

TEST_CASE("breach book: kinds of the configuration and critical security symptoms are signs",
          "[app][breach]") {
    Book f;
    Symptom symptom = security_symptom(f.clock.now());
    symptom.severity = Severity::warning;
    CHECK_FALSE(f.book.hear(symptom, f.clock.now()).value());
    symptom.kind = "login.failures.burst";
    CHECK(f.book.hear(symptom, f.clock.now()).value());
    symptom.status = SymptomStatus::cleared;
    CHECK(f.book.hear(symptom, f.clock.now()).value());
    const auto seen = f.book.list("ann");
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].state == breach::State::open);
    CHECK(f.book.list("bob").empty());
    CHECK(f.book.list("").empty());
    CHECK_FALSE(f.book.find("BR-1", "ann"));
}

}  // namespace
}  // namespace foreshock::app
