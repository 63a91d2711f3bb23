#include "server/http/token_api.hpp"

#include "people_fixture.hpp"
#include <nlohmann/json.hpp>

#include "server/http/token.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;
using people::Role;
using Proof = people::Identity::Proof;

struct Fixture : PeopleFixture {
    TokenApi api{ports()};

    Response as(const std::string& name, Role role, Request request,
                Proof proof = Proof::operator_token) {
        const FixedIdentity who{{proof, name, role}};
        const Front front{{{}, &who}, api.routes(), counters};
        return ask(front, std::move(request));
    }

    Response bob(Request request) {
        request.fields.emplace_back("x-foreshock-request", "1");
        return as("bob", Role::viewer, std::move(request), Proof::session);
    }
};

TEST_CASE("token api: a person's token is shown once, kept as a digest", "[http][people]") {
    Fixture f;
    const Response made = f.bob(post("/api/v1/tokens", R"({"label":"laptop","ttl":"90d"})"));
    REQUIRE(made.status == 201);
    const json body = json::parse(made.body);
    CHECK(body["secret"] == "secret-1");
    CHECK(body["role"] == "viewer");
    CHECK(f.store->api_tokens().find(sha256_hex("secret-1"))->expires_at ==
          f.clock.now() + std::chrono::hours{24 * 90});
    const std::string list = f.bob(get("/api/v1/tokens")).body;
    CHECK(list.find("laptop") != std::string::npos);
    CHECK(list.find("secret-1") == std::string::npos);
    CHECK(f.audited("token.add").at(0).actor == "bob");
}

TEST_CASE("token api: no more than one's own role, nobody else's token", "[http][people]") {
    Fixture f;
    CHECK(f.bob(post("/api/v1/tokens", R"({"label":"x","role":"admin"})")).status == 400);
    CHECK(f.bob(post("/api/v1/tokens", R"({"label":"x","person":"ann"})")).status == 403);
    CHECK(f.bob(get("/api/v1/tokens", "person=ann")).status == 403);
    CHECK(f.bob(post("/api/v1/tokens", R"({"label":"x","ttl":"soon"})")).status == 400);
    CHECK(f.bob(post("/api/v1/tokens", R"({"ttl":"1d"})")).status == 400);
}

TEST_CASE("token api: a token makes no tokens", "[http][people]") {
    Fixture f;
    CHECK(f.as("bob", Role::viewer, post("/api/v1/tokens", R"({"label":"x"})"), Proof::api_token)
              .status == 403);
}

TEST_CASE("token api: people revoke their own, admins all", "[http][people]") {
    Fixture f;
    const auto make = [&](const char* person) {
        const Response made = f.as(
            "operator", Role::admin,
            post("/api/v1/tokens", R"({"label":"x","person":")" + std::string{person} + R"("})"));
        REQUIRE(made.status == 201);
        return json::parse(made.body)["id"].get<std::string>();
    };
    const std::string anns = make("ann");
    const std::string bobs = make("bob");
    CHECK(f.bob(with_method("DELETE", "/api/v1/tokens/" + anns)).status == 404);
    CHECK(f.bob(with_method("DELETE", "/api/v1/tokens/" + bobs)).status == 204);
    CHECK(f.as("operator", Role::admin, with_method("DELETE", "/api/v1/tokens/" + anns)).status ==
          204);
    CHECK(json::parse(f.as("operator", Role::admin, get("/api/v1/tokens")).body).size() == 2);
    const std::vector<people::ApiToken> tokens = f.store->api_tokens().list("").value();
    for (const people::ApiToken& token : tokens)
        CHECK_FALSE(people::is_live(token, f.clock.now()));
}

}  // namespace
}  // namespace foreshock::http
