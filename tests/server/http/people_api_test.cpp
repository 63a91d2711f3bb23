#include "server/http/people_api.hpp"

#include "people_fixture.hpp"
#include <nlohmann/json.hpp>

namespace foreshock::http {
namespace {

using nlohmann::json;
using people::Role;

struct Fixture : PeopleFixture {
    PeopleApi api{ports()};

    Response as(const std::string& name, Role role, Request request) {
        const FixedIdentity who{session_of(name, role)};
        const Front front{{{}, &who}, api.routes(), counters};
        return ask(front, std::move(request));
    }

    Response admin(Request request) { return as("ann", Role::admin, std::move(request)); }
};

TEST_CASE("people api: everybody sees who there is, admins how they are reached",
          "[http][people]") {
    Fixture f;
    const json seen = json::parse(f.as("bob", Role::viewer, get("/api/v1/people")).body);
    REQUIRE(seen.size() == 2);
    CHECK(seen[0]["name"] == "ann");
    CHECK_FALSE(seen[0].contains("contacts"));
    CHECK(json::parse(f.admin(get("/api/v1/people")).body)[1]["contacts"][0]["address"] ==
          "bob@example.org");
    CHECK(json::parse(f.as("bob", Role::viewer, get("/api/v1/people/bob")).body)
              .contains("contacts"));
    CHECK_FALSE(json::parse(f.as("bob", Role::viewer, get("/api/v1/people/ann")).body)
                    .contains("contacts"));
    CHECK(f.admin(get("/api/v1/people/eve")).status == 404);
}

TEST_CASE("people api: a new person gets a one-time link", "[http][people]") {
    Fixture f;
    const Response added = f.admin(
        post("/api/v1/people",
             R"({"name":"eve","title":"Eve","role":"responder","contacts":)"
             R"([{"channel":"mail","address":"e@x"}],"zone":"Asia/Bangkok","language":"th"})"));
    REQUIRE(added.status == 201);
    const json body = json::parse(added.body);
    CHECK(body["person"]["role"] == "responder");
    CHECK(body["invitation"]["path"] == "/welcome/secret-1");
    CHECK(f.store->accounts().find("eve")->zone == "Asia/Bangkok");
    CHECK(f.changes == 1);
    CHECK(f.audited("person.add").at(0).actor == "ann");
    CHECK(f.admin(post("/api/v1/people", R"({"name":"eve"})")).status == 409);
}

TEST_CASE("people api: what a person may not be is refused by field", "[http][people]") {
    Fixture f;
    for (const char* body :
         {R"({"name":"e v"})", R"({"name":"engine"})", R"({"name":"e","role":"god"})",
          R"({"name":"e","contacts":[{"channel":"mail"}]})", R"({"name":"e","disabled":1})",
          R"({"name":"e","password":"x"})", R"({"name":1})", R"({})"}) {
        CAPTURE(body);
        CHECK(f.admin(post("/api/v1/people", body)).status == 400);
    }
    CHECK(f.store->accounts().directory()->people.size() == 2);
    CHECK(f.changes == 0);
}

TEST_CASE("people api: an admin changes a role, and the log says from what to what",
          "[http][people]") {
    Fixture f;
    const Response changed =
        f.admin(with_method("PATCH", "/api/v1/people/bob", R"({"role":"admin"})"));
    CHECK(changed.status == 200);
    CHECK(f.store->accounts().find("bob")->role == Role::admin);
    CHECK(f.audited("person.change").at(0).detail == "role viewer → admin");
    CHECK(f.admin(with_method("PATCH", "/api/v1/people/bob", R"({"name":"x"})")).status == 400);
    CHECK(f.admin(with_method("PATCH", "/api/v1/people/eve", R"({"role":"admin"})")).status == 404);
}

TEST_CASE("people api: the last admin cannot be disabled", "[http][people]") {
    Fixture f;
    CHECK(f.admin(with_method("PATCH", "/api/v1/people/ann", R"({"disabled":true})")).status ==
          409);
    CHECK(f.admin(with_method("PATCH", "/api/v1/people/bob", R"({"disabled":true})")).status ==
          200);
}

TEST_CASE("people api: people change how they are reached, and not what they may",
          "[http][people]") {
    Fixture f;
    const auto self = [&](const char* body) {
        return f.as("bob", Role::viewer, with_method("PATCH", "/api/v1/me", body));
    };
    CHECK(self(R"({"title":"Bobby","language":"th"})").status == 200);
    CHECK(f.store->accounts().find("bob")->title == "Bobby");
    CHECK(self(R"({"role":"admin"})").status == 400);
    CHECK(self(R"({"disabled":false})").status == 400);
    CHECK(f.store->accounts().find("bob")->role == Role::viewer);
    CHECK(f.as("bob", Role::viewer, with_method("PATCH", "/api/v1/people/bob", R"({"title":"x"})"))
              .status == 403);
}

TEST_CASE("people api: teams are put, read and removed by admins", "[http][people]") {
    Fixture f;
    const std::string web = R"({"name":"web","tier":"L2","members":["bob","ann"]})";
    CHECK(f.as("bob", Role::responder, post("/api/v1/teams", web)).status == 403);
    CHECK(f.admin(post("/api/v1/teams", web)).status == 200);
    const json teams = json::parse(f.as("bob", Role::viewer, get("/api/v1/teams")).body);
    CHECK(teams[0] == json{{"name", "web"},
                           {"title", "web"},
                           {"tier", "L2"},
                           {"members", json::array({"bob", "ann"})}});
    CHECK(f.admin(post("/api/v1/teams", R"({"name":"x","members":["eve"]})")).status == 400);
    CHECK(f.admin(with_method("DELETE", "/api/v1/teams/web")).status == 204);
    CHECK(f.admin(with_method("DELETE", "/api/v1/teams/web")).status == 404);
    CHECK(f.changes == 2);
}

}  // namespace
}  // namespace foreshock::http
