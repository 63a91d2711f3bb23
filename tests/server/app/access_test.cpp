#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "../http/socket_client.hpp"
#include "asked.hpp"
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "server/app/agent_admin.hpp"
#include "server/app/first_admin.hpp"
#include "server/app/server.hpp"
#include "server/app/socket_owner.hpp"
#include "server/app/sodium_passwords.hpp"
#include "server/http/token.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::app {
namespace {

using http::Audience;
using http::Route;
using http::SocketClient;
using people::Role;

/// A real server that trusts nobody on this host, with one person of each role and a token for
/// each: "viewer", "responder", "admin"; and ways not to come in.
struct Fixture {
    test::TemporaryFolder folder;
    SystemClock clock;
    Log log{"error"};
    Configuration configuration;
    std::unique_ptr<store::Store> store;
    std::map<std::string, std::string> tokens;
    std::unique_ptr<Server> server;

    explicit Fixture(bool open_to_all = false) {
        configuration.server.listen = "127.0.0.1:0";
        configuration.server.data = folder.path();
        configuration.access.loopback = "nobody";
        configuration.reports.open_to_all = open_to_all;
        store = store::open_sqlite_store(folder.path() + "/foreshock.db").value();
        for (const Role role : {Role::viewer, Role::responder, Role::admin}) {
            const std::string name{people::to_string(role)};
            add_person(name, role);
            add_token(name, name, role);
        }
        tokens["agent"] = add_agent(store->agents(), "web-1").value();
        tokens["none"] = "";
        tokens["unknown"] = "a guess";
        add_token("expired", "admin", Role::admin, -std::chrono::hours{1});
        add_token("revoked", "admin", Role::admin);
        REQUIRE(store->api_tokens().revoke("tok-revoked", clock.now(), {}));
        add_person("gone", Role::admin);
        add_token("disabled", "gone", Role::admin);
        people::Person gone = store->accounts().find("gone").value();
        gone.disabled = true;
        REQUIRE(store->accounts().change(gone, {}));
    }

    void add_person(const std::string& name, Role role) {
        REQUIRE(store->accounts().add({name, name, role}, {}));
    }

    void add_token(const std::string& label, const std::string& person, Role role,
                   Duration ttl = std::chrono::hours{1}) {
        tokens[label] = "secret of " + label;
        people::ApiToken token{"tok-" + label, http::sha256_hex(tokens[label]), person, label, role,
                               clock.now()};
        token.expires_at = clock.now() + ttl;
        REQUIRE(store->api_tokens().add(token, {}));
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

    [[nodiscard]] std::string bearer(const std::string& who) const {
        const std::string& token = tokens.at(who);
        return token.empty() ? std::string{} : "Authorization: Bearer " + token + "\r\n";
    }

    /// Asks for a route as somebody, with an empty body of the right form. GET is asked as HEAD:
    /// streams would not end.
    Answer walk(const Route& route, const std::string& who) const {
        std::string path{route.pattern};
        for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{'))
            path.replace(open, path.find('}') - open + 1, "no-such-thing");
        const std::string method{route.method == "GET" ? "HEAD" : route.method};
        std::string fields = bearer(who);
        if (!route.content_type.empty()) {
            fields += "Content-Type: " + std::string{route.content_type} + "\r\n";
        }
        return ask(method + " " + path, fields,
                   route.content_type == "application/json" ? "{}" : "");
    }
};

/// Was the answer that the asker may not, as the front says it?
bool is_refused(const Answer& answer) {
    if (answer.body.empty()) return answer.status == 401 || answer.status == 403;
    return answer.body.find("/problems/unauthorized") != std::string::npos ||
           answer.body.find("/problems/role-missing") != std::string::npos;
}

bool may(std::string_view who, Role needed) {
    const Result<Role> role = people::parse_role(who);
    return role && *role >= needed;
}

TEST_CASE("access: every route lets in those whose role allows it, and nobody else",
          "[app][access][integration][threads]") {
    Fixture f;
    f.start();
    std::size_t walked = 0;
    for (const Route& route : f.server->routes()) {
        const std::optional<Role> needed = http::needed_role(route);
        if (!needed) continue;
        for (const auto& [who, token] : f.tokens) {
            CAPTURE(route.method, route.pattern, who);
            CHECK(is_refused(f.walk(route, who)) != may(who, *needed));
            ++walked;
        }
    }
    CHECK(walked > 600);
}

TEST_CASE("access: other systems come in by their token or a responder's",
          "[app][access][integration][threads]") {
    Fixture f;
    f.folder.write("sender.token", "of senders\n");
    f.configuration.intake.token_file = f.folder.path() + "/sender.token";
    f.tokens["sender"] = "of senders";
    f.start();
    std::size_t walked = 0;
    for (const Route& route : f.server->routes()) {
        if (route.audience == Audience::senders) {
            for (const auto& [who, token] : f.tokens) {
                CAPTURE(route.pattern, who);
                const bool allowed = who == "sender" || may(who, Role::responder);
                CHECK(is_refused(f.walk(route, who)) != allowed);
                ++walked;
            }
        }
        if (http::needed_role(route)) CHECK(is_refused(f.walk(route, "sender")));
    }
    CHECK(walked > 10);
}

TEST_CASE("access: an agent's routes take an agent's token and no person's",
          "[app][access][integration][threads]") {
    Fixture f;
    f.start();
    for (const auto& [who, token] : f.tokens) {
        CAPTURE(who);
        const Answer answer =
            f.ask("POST /api/v1/agent/reports",
                  "Content-Type: application/x-foreshock-report\r\n" + f.bearer(who), "x");
        CHECK((answer.status == 401) == (who != "agent"));
    }
}

std::set<std::string> routes_for_anyone(bool open_to_all) {
    Fixture fixture{open_to_all};
    fixture.start();
    std::set<std::string> open;
    for (const Route& route : fixture.server->routes()) {
        if (route.audience == Audience::anyone)
            open.insert(std::string{route.method} + " " + std::string{route.pattern});
    }
    return open;
}

TEST_CASE("access: a route that asks nobody is one of those that may", "[app][access][threads]") {
    // A feed and a link in a letter are known by their address alone, which cannot be guessed.
    std::set<std::string> may{"GET /-/healthy",
                              "GET /-/ready",
                              "GET /api/v1/calendars/{kind}/{name}/{token}",
                              "GET /l/{token}",
                              "GET /login",
                              "GET /status",
                              "GET /status.atom",
                              "GET /status.json",
                              "GET /status.rss",
                              "GET /welcome/{token}",
                              "POST /api/v1/invitations/accept",
                              "POST /api/v1/session",
                              "POST /l/{token}",
                              "POST /login",
                              "POST /welcome/{token}"};
    CHECK(routes_for_anyone(false) == may);
    may.insert({"GET /report", "POST /report", "POST /api/v1/reports"});
    CHECK(routes_for_anyone(true) == may);
}

std::string table_row(const Route& route) {
    const std::optional<Role> role = http::needed_role(route);
    std::string who = "anyone";
    if (role) who = people::to_string(*role);
    if (route.audience == Audience::senders) who = "sender's token, or responder";
    if (route.audience == Audience::agents)
        who = "agent's certificate or token, or key in the message";
    return "| " + std::string{route.method} + " | `" + std::string{route.pattern} + "` | " + who +
           " |\n";
}

constexpr const char* reference_path = FORESHOCK_SOURCE_DIR "/docs/reference/access.md";
constexpr std::string_view table_head = "| method | path | role |\n|---|---|---|\n";

std::string read_reference() {
    std::ifstream file{reference_path};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Everything below the head is the table.
std::string with_table(std::string text, const std::string& table) {
    const std::size_t at = text.find(table_head);
    REQUIRE(at != std::string::npos);
    text.resize(at + table_head.size());
    return text + table;
}

TEST_CASE("access: the reference has each route with the role it takes",
          "[app][access][docs][threads]") {
    Fixture f;
    f.start();
    std::map<std::pair<std::string_view, std::string_view>, std::string> rows;
    for (const Route& route : f.server->routes())
        rows.emplace(std::pair{route.pattern, route.method}, table_row(route));
    std::string table;
    for (const auto& [key, row] : rows)
        table += row;
    const std::string before = read_reference();
    const std::string now = with_table(before, table);
    // FORESHOCK_UPDATE=1 writes the table anew: read the diff.
    if (::getenv("FORESHOCK_UPDATE")) std::ofstream{reference_path} << now;
    CHECK(read_reference() == now);
}

TEST_CASE("access: a person acts under their own name, whatever the body says",
          "[app][access][integration][threads]") {
    Fixture f;
    f.start();
    const Answer put =
        f.ask("POST /api/v1/silences", f.bearer("responder") + "Content-Type: application/json\r\n",
              R"({"actor":"somebody else","matchers":["host=\"web-1\""],"ends_in":"1h",)"
              R"("reason":"test"})");
    CAPTURE(put.body);
    CHECK(put.body.find("somebody else") == std::string::npos);
    people::AuditQuery query;
    query.actor = "responder";
    const auto entries = f.store->audit_log().list(query).value();
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].action == "POST /api/v1/silences");
    CHECK(entries[0].address == "127.0.0.1");
}

TEST_CASE("access: nobody has an account: a link in a private file makes the first admin, once",
          "[app][access][integration][threads]") {
    Fixture f;
    f.store.reset();
    const test::TemporaryFolder fresh;
    f.configuration.server.data = fresh.path();
    f.start();
    const std::string path = first_admin_path(fresh.path());

    struct stat status {};

    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    std::string link;
    std::getline(std::ifstream{path} >> std::ws, link);
    const std::size_t at = link.find("/welcome/");
    REQUIRE(at != std::string::npos);
    CHECK(link.substr(0, at) == "http://127.0.0.1:" + std::to_string(f.server->port()));
    const std::string form = "Content-Type: application/x-www-form-urlencoded\r\n";
    const std::string who = "name=ann&password=a+long+password";
    const Answer made = f.ask("POST " + link.substr(at), form, who);
    CHECK(made.status == 303);
    const std::size_t cookie = made.head.find("foreshock_session=");
    REQUIRE(cookie != std::string::npos);
    const std::string session =
        "Cookie: " + made.head.substr(cookie, made.head.find(';', cookie) - cookie) + "\r\n";
    CHECK(f.ask("GET /api/v1/me", session).body.find("\"admin\"") != std::string::npos);
    CHECK(f.ask("POST " + link.substr(at), form, who).status == 403);
    f.server.reset();
    f.start();
    CHECK(::stat(path.c_str(), &status) != 0);
    CHECK(f.ask("GET /api/v1/me", session).status == 200);
}

TEST_CASE("access: programs of the server's own user come in, others only with a proof",
          "[app][access][integration][threads]") {
    Fixture f;
    f.configuration.access.loopback.clear();
    f.start();
    CHECK(f.ask("GET /api/v1/me").body.find("\"loopback\"") != std::string::npos);
    CHECK(f.ask("GET /api/v1/me", "X-Forwarded-For: 203.0.113.9\r\n").status == 401);
    CHECK(f.ask("POST /api/v1/teams",
                "Sec-Fetch-Site: cross-site\r\nContent-Type: application/json\r\n", "{}")
              .status == 403);
}

TEST_CASE("access: who may no longer come in hears no more events",
          "[app][access][integration][threads]") {
    Fixture f;
    f.start();
    SocketClient live{f.server->port()};
    live.send("GET /api/v1/events/stream HTTP/1.1\r\nHost: localhost\r\n" + f.bearer("viewer") +
              "\r\n");
    live.read_until("retry: 2000\n\n");
    CHECK(f.ask("PATCH /api/v1/people/viewer",
                f.bearer("admin") + "Content-Type: application/json\r\n", R"({"disabled":true})")
              .status == 200);
    CHECK_THAT(live.read_all(), Catch::EndsWith("0\r\n\r\n"));
    CHECK(f.ask("GET /api/v1/events/stream", f.bearer("viewer")).status == 401);
}

TEST_CASE("socket owner: only a connection that is held has one", "[app][access]") {
    constexpr std::string_view table =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  "
        "timeout "
        "inode\n"
        "   0: 0100007F:20E4 00000000:0000 0A 00000000:00000000 00:00000000 00000000     7 0 11 1\n"
        "   1: 0100007F:D431 0100007F:20E4 01 00000000:00000000 00:00000000 00000000  1000 0 12 1\n"
        "   2: 0100007F:D432 0100007F:20E4 06 00000000:00000000 03:00000FA0 00000000     0 0 0 3\n"
        "   3: 0100007F:D433 0100007F:20E4 04 00000000:00000000 03:00000FA0 00000000     0 0 0 3\n"
        "   4: 0100007F:D434 0100007F:0050 01 00000000:00000000 00:00000000 00000000     0 0 13 "
        "1\n";
    const auto owner = [&](std::uint16_t port) {
        return owner_in_table(table, {"127.0.0.1", port}, 0x20E4);
    };
    CHECK(owner(0xD431) == 1000);
    CHECK_FALSE(owner(0xD432));
    CHECK_FALSE(owner(0xD433));
    CHECK_FALSE(owner(0xD434));
    CHECK_FALSE(owner(0xD435));
    CHECK(owner_in_table(table, {"::ffff:127.0.0.1", 0xD431}, 0x20E4) == 1000);
    CHECK_FALSE(owner_in_table(table, {"127.0.0.2", 0xD431}, 0x20E4));
    CHECK_FALSE(owner_in_table("no table\n1 2 3\n\n", {"127.0.0.1", 0xD431}, 0x20E4));
    constexpr std::string_view six =
        "   0: 00000000000000000000000001000000:D431 00000000000000000000000001000000:20E4 01 "
        "00000000:00000000 00:00000000 00000000  1001 0 12 1\n"
        "   1: 0000000000000000FFFF00000100007F:D432 0000000000000000FFFF00000100007F:20E4 01 "
        "00000000:00000000 00:00000000 00000000  1002 0 12 1\n";
    CHECK(owner_in_table(six, {"::1", 0xD431}, 0x20E4) == 1001);
    CHECK(owner_in_table(six, {"127.0.0.1", 0xD432}, 0x20E4) == 1002);
}

TEST_CASE("passwords: argon2id, salted, and what is no hash matches nothing", "[app][access]") {
    const auto passwords = make_password_hasher().value();
    const std::string hash = passwords->hash("correct horse").value();
    CHECK(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
    CHECK(passwords->hash("correct horse").value() != hash);
    CHECK(passwords->matches("correct horse", hash));
    CHECK_FALSE(passwords->matches("correct horsf", hash));
    CHECK_FALSE(passwords->matches("correct horse", ""));
    CHECK_FALSE(passwords->matches("correct horse", "correct horse"));
    CHECK_FALSE(passwords->matches("correct horse", hash + std::string(200, '=')));
}

}  // namespace
}  // namespace foreshock::app
