#include "server/http/front.hpp"

#include <stdexcept>

#include "api_fixture.hpp"

#include "server/http/token.hpp"

namespace foreshock::http {
namespace {

std::vector<Route> routes() {
    std::vector<Route> table;
    const auto ok = at_once([](const Request& request, const PathArguments&) {
        return text_response(200, std::string{request.query.get("a").value_or("none")});
    });
    table.push_back({"GET", "/open", Audience::anyone, ok});
    table.push_back({"GET", "/people", Audience::people, ok, {"a"}});
    table.push_back({"POST", "/people", Audience::people, ok, {}, "application/json", 10});
    table.push_back({"POST", "/agents", Audience::agents, ok});
    for (const auto& [path, audience] :
         {std::pair{"/viewers", Audience::viewers}, std::pair{"/admins", Audience::admins},
          std::pair{"/senders", Audience::senders}}) {
        table.push_back({"POST", path, audience, ok, {}, "application/json", 10});
    }
    table[table.size() - 2].audit = Audit::by_handler;
    table.push_back({"GET", "/throws", Audience::people,
                     at_once([](const Request&, const PathArguments&) -> Response {
                         throw std::runtime_error{"out of luck"};
                     })});
    return table;
}

/// "Bearer viewer" is a viewer, "Bearer cookie" a responder whose browser sends it by itself.
struct FakeAccess final : Authenticator {
    Result<people::Identity> identify(const Request& request) const override {
        using people::Identity;
        const std::string_view token = bearer_token(request);
        if (token.empty()) return Identity{};
        if (token == "cookie") {
            return Identity{Identity::Proof::session, "ann", people::Role::responder};
        }
        if (token == "sender") return Identity{Identity::Proof::sender_token, "senders"};
        const auto role = people::parse_role(token);
        if (!role) return fail(Errc::refused, "this token is unknown");
        return Identity{Identity::Proof::api_token, "eve", *role};
    }
};

/// Keeps what it is told.
struct FakeLog final : people::AuditLog {
    Result<void> append(const people::AuditEntry& entry) override {
        if (full) return fail(Errc::unavailable, "disk full");
        entries.push_back(entry);
        return {};
    }

    Result<std::vector<people::AuditEntry>> list(const people::AuditQuery&) const override {
        return entries;
    }

    bool full = false;
    std::vector<people::AuditEntry> entries;
};

struct Fixture {
    RequestCounters counters;
    FakeAccess access;
    FakeLog log;
    test::ManualClock clock;
    AuditTrail trail{log, clock};
    Front front{{{"monitor.example"}}, routes(), counters};
    Front guarded{{{}, &access, &trail}, routes(), counters};

    Response ask_as(const std::string& token, Request request) {
        request.fields.emplace_back("authorization", "Bearer " + token);
        return ask(guarded, std::move(request));
    }

    static Request from(std::string host, std::string path) {
        Request request = get(std::move(path));
        request.fields[0].second = std::move(host);
        return request;
    }
};

TEST_CASE("front: a known path is answered with the security headers", "[http][front]") {
    Fixture f;
    const Response response = ask(f.front, get("/people", "a=1"));
    CHECK(response.status == 200);
    CHECK(response.body == "1");
    CHECK(response.field("X-Content-Type-Options") == "nosniff");
    CHECK(response.field("X-Frame-Options") == "DENY");
    CHECK(response.field("Cache-Control") == "no-store");
    CHECK(response.field("Content-Security-Policy").starts_with("default-src 'none'"));
}

TEST_CASE("front: an unknown path is a problem of status 404", "[http][front]") {
    Fixture f;
    const Response response = ask(f.front, get("/nowhere"));
    CHECK(response.status == 404);
    CHECK(response.field("Content-Type") == "application/problem+json");
    CHECK(response.field("X-Content-Type-Options") == "nosniff");
}

TEST_CASE("front: a wrong method is 405 with Allow, OPTIONS is 204 with it", "[http][front]") {
    Fixture f;
    Request request = get("/people");
    request.method = "DELETE";
    CHECK(ask(f.front, request).status == 405);
    CHECK(ask(f.front, request).field("Allow") == "GET, HEAD, POST");
    request.method = "OPTIONS";
    CHECK(ask(f.front, request).status == 204);
    CHECK(ask(f.front, request).field("Allow") == "GET, HEAD, POST");
}

TEST_CASE("front: a foreign name in Host is refused, ours and addresses are not", "[http][front]") {
    Fixture f;
    CHECK(ask(f.front, Fixture::from("evil.example", "/people")).status == 421);
    CHECK(ask(f.front, Fixture::from("evil.example:8420", "/people")).status == 421);
    CHECK(ask(f.front, Fixture::from("127.0.0.1.evil.example", "/people")).status == 421);
    for (const char* host : {"localhost:8420", "LOCALHOST", "127.0.0.1:8420", "[::1]:8420",
                             "10.1.2.3", "Monitor.Example:80", ""}) {
        CAPTURE(host);
        CHECK(ask(f.front, Fixture::from(host, "/people")).status == 200);
    }
}

TEST_CASE("front: health and agents are reached by any name", "[http][front]") {
    Fixture f;
    CHECK(ask(f.front, Fixture::from("evil.example", "/open")).status == 200);
    Request request = Fixture::from("web.internal", "/agents");
    request.method = "POST";
    CHECK(ask(f.front, request).status == 200);
}

TEST_CASE("front: who shows nothing, or what is worth nothing, is asked who", "[http][front]") {
    Fixture f;
    const Response refused = ask(f.guarded, get("/people"));
    CHECK(refused.status == 401);
    CHECK(refused.field("WWW-Authenticate") == "Bearer");
    const Response wrong = f.ask_as("guess", get("/people"));
    CHECK(wrong.status == 401);
    CHECK(wrong.body.find("this token is unknown") != std::string::npos);
    CHECK(ask(f.guarded, get("/open")).status == 200);
}

TEST_CASE("front: a viewer reads, a responder acts, an admin arranges", "[http][front]") {
    Fixture f;
    const auto status = [&](const char* role, Request request) {
        return f.ask_as(role, std::move(request)).status;
    };
    CHECK(status("viewer", get("/people")) == 200);
    CHECK(status("viewer", post("/people", "{}")) == 403);
    CHECK(status("responder", post("/people", "{}")) == 200);
    CHECK(status("responder", post("/admins", "{}")) == 403);
    CHECK(status("admin", post("/admins", "{}")) == 200);
    CHECK(status("viewer", post("/viewers", "{}")) == 200);
    const Response refused = f.ask_as("viewer", post("/people", "{}"));
    CHECK(refused.body.find("eve is a viewer, and this takes the role responder") !=
          std::string::npos);
}

TEST_CASE("front: senders show their token or a responder's", "[http][front]") {
    Fixture f;
    CHECK(ask(f.guarded, post("/senders", "{}")).status == 401);
    CHECK(f.ask_as("viewer", post("/senders", "{}")).status == 401);
    CHECK(f.ask_as("responder", post("/senders", "{}")).status == 200);
    CHECK(f.ask_as("sender", post("/senders", "{}")).status == 200);
    CHECK(f.ask_as("sender", get("/people")).status == 401);
}

TEST_CASE("front: what a foreign page makes a browser send is refused", "[http][front]") {
    Fixture f;
    Request request = post("/people", "{}");
    request.fields.emplace_back("sec-fetch-site", "cross-site");
    CHECK(f.ask_as("cookie", request).status == 403);
    CHECK(f.ask_as("responder", request).status == 200);
    request.fields.back().second = "same-origin";
    CHECK(f.ask_as("cookie", request).status == 200);
    CHECK(f.ask_as("cookie", get("/people")).status == 200);
}

TEST_CASE("front: each act is on record before its answer, refused ones too", "[http][front]") {
    Fixture f;
    f.ask_as("responder", post("/people", "{}"));
    f.ask_as("viewer", post("/people", "{}"));
    f.ask_as("responder", post("/people", "nonsense that is too long"));
    f.ask_as("viewer", get("/people"));
    ask(f.guarded, post("/people", "{}"));
    REQUIRE(f.log.entries.size() == 3);
    CHECK(f.log.entries[0].actor == "eve");
    CHECK(f.log.entries[0].action == "POST /people");
    CHECK(f.log.entries[0].outcome == "done");
    CHECK(f.log.entries[0].proof == "api_token");
    CHECK(f.log.entries[1].outcome == "refused");
    CHECK(f.log.entries[2].outcome == "failed with 413");
}

TEST_CASE("front: behind a proxy of ours the last address that it names is who asks",
          "[http][front]") {
    Fixture f;
    const Front behind{{{}, &f.access, &f.trail, {"10.0.0.1"}}, routes(), f.counters};
    const auto address_of = [&](const char* peer, const char* forwarded) {
        Request request = post("/people", "{}");
        request.peer = peer;
        request.fields.emplace_back("authorization", "Bearer responder");
        request.fields.emplace_back("x-forwarded-for", forwarded);
        ask(behind, request);
        return f.log.entries.back().address;
    };
    CHECK(address_of("10.0.0.1", "203.0.113.9") == "203.0.113.9");
    CHECK(address_of("10.0.0.1", "1.2.3.4, 2001:db8::7") == "2001:db8::7");
    CHECK(address_of("10.0.0.1", "nonsense") == "10.0.0.1");
    CHECK(address_of("10.0.0.2", "203.0.113.9") == "10.0.0.2");
}

TEST_CASE("front: what a handler keeps on record itself is kept once, its refusals by the front",
          "[http][front]") {
    Fixture f;
    f.ask_as("admin", post("/admins", "{}"));
    CHECK(f.log.entries.empty());
    f.ask_as("viewer", post("/admins", "{}"));
    CHECK(f.log.entries.size() == 1);
    f.log.full = true;
    CHECK(f.ask_as("responder", post("/people", "{}")).status == 200);
    CHECK(f.trail.lost() == 1);
}

TEST_CASE("front: a body at its bound is taken, one byte more is 413", "[http][front]") {
    Fixture f;
    CHECK(ask(f.front, post("/people", std::string(10, ' '))).status == 200);
    CHECK(ask(f.front, post("/people", std::string(11, ' '))).status == 413);
}

TEST_CASE("front: a body where none is taken is 413", "[http][front]") {
    Fixture f;
    Request request = get("/people");
    request.body = "x";
    CHECK(ask(f.front, request).status == 413);
}

TEST_CASE("front: forms of foreign pages do not get in: the content type must be JSON",
          "[http][front]") {
    Fixture f;
    Request request = post("/people", "{}");
    request.fields.back().second = "text/plain";
    CHECK(ask(f.front, request).status == 415);
    request.fields.back().second = "application/x-www-form-urlencoded";
    CHECK(ask(f.front, request).status == 415);
    request.fields.pop_back();
    CHECK(ask(f.front, request).status == 415);
    request.fields.emplace_back("content-type", "Application/JSON; charset=utf-8");
    CHECK(ask(f.front, request).status == 200);
}

TEST_CASE("front: unknown parameters are refused by name", "[http][front]") {
    Fixture f;
    const Response response = ask(f.front, get("/people", "b=1"));
    CHECK(response.status == 400);
    CHECK(response.body.find("'b'") != std::string::npos);
    CHECK(ask(f.front, get("/people", "a=%G")).status == 400);
}

TEST_CASE("front: a handler that throws is a problem of status 500", "[http][front]") {
    Fixture f;
    const Response response = ask(f.front, get("/throws"));
    CHECK(response.status == 500);
    CHECK(response.body.find("out of luck") != std::string::npos);
}

TEST_CASE("front: answers are counted by route and status", "[http][front]") {
    Fixture f;
    ask(f.front, get("/people"));
    ask(f.front, get("/people"));
    ask(f.front, get("/nowhere"));
    const auto counts = f.counters.snapshot();
    CHECK(counts.at({"/people", 200}) == 2);
    CHECK(counts.at({"none", 404}) == 1);
}

TEST_CASE("front: addresses are told from names", "[http][front]") {
    CHECK(is_address_of_url("127.0.0.1"));
    CHECK(is_address_of_url("[::1]"));
    CHECK_FALSE(is_address_of_url("[::1"));
    CHECK_FALSE(is_address_of_url("127.0.0.1.example"));
    CHECK_FALSE(is_address_of_url("::1"));
    CHECK_FALSE(is_address_of_url(""));
}

}  // namespace
}  // namespace foreshock::http
