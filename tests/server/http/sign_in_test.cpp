#include "people_fixture.hpp"
#include <nlohmann/json.hpp>

#include "server/http/access.hpp"
#include "server/http/sign_in_page.hpp"
#include "server/http/token.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;
using people::Role;

struct Fixture : PeopleFixture {
    SignIn sign_in{sign_in_ports(), {}};
    SignInApi api{sign_in, store->accounts(), clock};
    SignInPage page{sign_in};
    Access access{{},
                  {store->accounts(), store->sessions(), store->api_tokens(), clock,
                   [](const Request&) { return false; }}};
    Front front{{{}, &access}, all_routes(), counters};

    std::vector<Route> all_routes() {
        std::vector<Route> all = api.routes();
        for (Route& route : page.routes())
            all.push_back(std::move(route));
        return all;
    }

    Response log_in(const std::string& name, const std::string& password,
                    const std::string& peer = "10.0.0.9") {
        Request request =
            post("/api/v1/session", json{{"name", name}, {"password", password}}.dump());
        request.peer = peer;
        return ask(front, request);
    }

    Response form(const std::string& path, const std::string& body) {
        Request request = post(path, body);
        request.fields.back().second = "application/x-www-form-urlencoded";
        return ask(front, request);
    }

    /// As the browser that got `answer`.
    Request back(const Response& answer, Request request) {
        const std::string_view field = answer.field("Set-Cookie");
        request.fields.emplace_back("cookie", field.substr(0, field.find(';')));
        request.fields.emplace_back("sec-fetch-site", "same-origin");
        return request;
    }
};

TEST_CASE("sign in: a password becomes a session that says who one is", "[http][signin]") {
    Fixture f;
    const Response in = f.log_in("ann", "ann's password");
    REQUIRE(in.status == 200);
    CHECK(in.field("Set-Cookie") ==
          "foreshock_session=secret-1; Path=/; HttpOnly; SameSite=Strict; Max-Age=604800");
    const json me = json::parse(ask(f.front, f.back(in, get("/api/v1/me"))).body);
    CHECK(me["name"] == "ann");
    CHECK(me["role"] == "admin");
    CHECK(me["person"]["title"] == "Ann Lee");
    CHECK(f.store->sessions().find(sha256_hex("secret-1"))->address == "10.0.0.9");
    CHECK(f.audited("session.open").at(0).actor == "ann");
    CHECK(ask(f.front, get("/api/v1/me")).status == 401);
}

TEST_CASE("sign in: over TLS the cookie stays on TLS", "[http][signin]") {
    Fixture f;
    Request request = post("/api/v1/session", R"({"name":"ann","password":"ann's password"})");
    request.over_tls = true;
    CHECK(ask(f.front, request).field("Set-Cookie").ends_with("; Secure"));
    request.over_tls = false;
    request.fields.emplace_back("x-forwarded-proto", "https");
    CHECK(ask(f.front, request).field("Set-Cookie").ends_with("; Secure"));
}

TEST_CASE("sign in: a wrong name and a wrong password look and take the same", "[http][signin]") {
    Fixture f;
    const Response wrong = f.log_in("ann", "guess");
    const Response unknown = f.log_in("eve", "guess");
    people::Person bob = f.store->accounts().find("bob").value();
    bob.disabled = true;
    REQUIRE(f.store->accounts().change(bob, {}));
    const Response disabled = f.log_in("bob", "bob's password");
    CHECK(wrong.status == 401);
    CHECK(unknown.status == 401);
    CHECK(wrong.body == unknown.body);
    CHECK(wrong.body == disabled.body);
    CHECK(f.passwords.tried == 3);
    CHECK(f.audited("session.open").size() == 3);
    CHECK(f.audited("session.open").at(0).outcome == "refused");
}

TEST_CASE("sign in: guessing is stopped, at the bound and not before", "[http][signin]") {
    Fixture f;
    for (int i = 0; i < 5; ++i)
        CHECK(f.log_in("ann", "guess").status == 401);
    const Response stopped = f.log_in("ann", "ann's password");
    CHECK(stopped.status == 429);
    CHECK(stopped.field("Retry-After") == "900");
    CHECK(f.passwords.tried == 5);
    CHECK(f.log_in("ann", "ann's password", "10.0.0.10").status == 200);
    f.clock.advance(std::chrono::minutes{15});
    CHECK(f.log_in("ann", "ann's password").status == 200);
}

TEST_CASE("sign in: logging out ends the session and takes the cookie", "[http][signin]") {
    Fixture f;
    const Response in = f.log_in("ann", "ann's password");
    const Response out = ask(f.front, f.back(in, with_method("DELETE", "/api/v1/session")));
    CHECK(out.status == 204);
    CHECK(out.field("Set-Cookie").find("Max-Age=0") != std::string_view::npos);
    CHECK(ask(f.front, f.back(in, get("/api/v1/me"))).status == 401);
    CHECK(f.audited("session.end").size() == 1);
}

TEST_CASE("sign in: another site's page logs nobody in or out", "[http][signin]") {
    Fixture f;
    Request request = post("/api/v1/session", R"({"name":"ann","password":"ann's password"})");
    request.fields.emplace_back("sec-fetch-site", "cross-site");
    CHECK(ask(f.front, request).status == 403);
    const Response in = f.log_in("ann", "ann's password");
    Request out = f.back(in, with_method("DELETE", "/api/v1/session"));
    out.fields.back().second = "cross-site";
    CHECK(ask(f.front, out).status == 403);
}

TEST_CASE("sign in: a new password needs the present one and ends all sessions", "[http][signin]") {
    Fixture f;
    const Response in = f.log_in("ann", "ann's password");
    const auto change = [&](const char* body) {
        return ask(f.front, f.back(in, post("/api/v1/me/password", body))).status;
    };
    CHECK(change(R"({"present":"guess","fresh":"a much longer one"})") == 401);
    CHECK(change(R"({"present":"ann's password","fresh":"short"})") == 400);
    CHECK(change(R"({"present":"ann's password","fresh":"a much longer one"})") == 204);
    CHECK(ask(f.front, f.back(in, get("/api/v1/me"))).status == 401);
    CHECK(f.log_in("ann", "a much longer one").status == 200);
}

TEST_CASE("sign in: a one-time link sets a password once", "[http][signin]") {
    Fixture f;
    REQUIRE(f.store->accounts().invite(
        {sha256_hex("link"), "bob", f.clock.now() + std::chrono::hours{1}}, {}));
    const char* body = R"({"token":"link","password":"bob's new password"})";
    CHECK(ask(f.front, post("/api/v1/invitations/accept", R"({"token":"link","password":"short"})"))
              .status == 400);
    const Response in = ask(f.front, post("/api/v1/invitations/accept", body));
    CHECK(in.status == 200);
    CHECK(json::parse(in.body)["name"] == "bob");
    CHECK(json::parse(in.body)["role"] == "viewer");
    CHECK(ask(f.front, post("/api/v1/invitations/accept", body)).status == 401);
    CHECK(f.log_in("bob", "bob's new password").status == 200);
}

TEST_CASE("sign in page: the first admin is made by its form", "[http][signin]") {
    Fixture f;
    REQUIRE(f.store->accounts().invite(
        {sha256_hex("first"), "", f.clock.now() + std::chrono::hours{1}}, {}));
    const Response shown = ask(f.front, get("/welcome/first"));
    CHECK(shown.status == 200);
    CHECK(shown.field("Content-Type") == "text/html; charset=utf-8");
    CHECK_THAT(shown.body, Catch::Contains("name=\"name\""));
    const Response wrong = f.form("/welcome/first", "name=a%20b&password=long+enough+one");
    CHECK(wrong.status == 400);
    CHECK_THAT(wrong.body, Catch::Contains("role=\"alert\""));
    const Response made =
        f.form("/welcome/first", "name=carol&title=Carol&password=long+enough+one");
    CHECK(made.status == 303);
    CHECK(made.field("Location") == "/");
    CHECK(f.store->accounts().find("carol")->role == Role::admin);
    CHECK(ask(f.front, f.back(made, get("/api/v1/me"))).status == 200);
    CHECK(ask(f.front, get("/welcome/first")).status == 403);
    CHECK(f.changes == 1);
}

TEST_CASE("sign in page: the form logs in, and says when it does not", "[http][signin]") {
    Fixture f;
    CHECK(ask(f.front, get("/login")).status == 200);
    const Response wrong = f.form("/login", "name=ann&password=%3Cscript%3E");
    CHECK(wrong.status == 401);
    CHECK(wrong.body.find("<script>") == std::string::npos);
    const Response in = f.form("/login", "name=ann&password=ann%27s+password");
    CHECK(in.status == 303);
    CHECK(ask(f.front, f.back(in, get("/api/v1/me"))).status == 200);
    CHECK(html_text(R"(<a b="c">&')") == "&lt;a b=&quot;c&quot;&gt;&amp;&#39;");
}

}  // namespace
}  // namespace foreshock::http
