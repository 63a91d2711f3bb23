#include "server/http/enrolment_token_api.hpp"

#include "people_fixture.hpp"
#include <nlohmann/json.hpp>

#include "certificates/authority.hpp"
#include "certificates/enrolment_token.hpp"
#include "server/http/token.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;
using people::Role;

struct LongSecrets final : people::SecretSource {
    Result<std::string> new_secret() const override {
        return sha256_hex("secret " + std::to_string(++made));
    }

    mutable int made = 0;
};

struct Fixture : PeopleFixture {
    LongSecrets long_secrets;
    certificates::Authority authority;
    EnrolmentTokenApi api;

    explicit Fixture(bool has_tls = true)
        : authority(certificates::Authority::make("a test", clock.now()).value()),
          api({store->enrolments(), long_secrets, clock,
               has_tls ? authority.certificate_pem() : std::string{}}) {}

    Response as_ann(Request request) {
        const FixedIdentity who{session_of("ann", Role::admin)};
        const Front front{{{}, &who}, api.routes(), counters};
        return ask(front, std::move(request));
    }

    Response order(const std::string& body) {
        return as_ann(post("/api/v1/enrolment/tokens", body));
    }
};

TEST_CASE("enrolment token api: what lets hosts in is shown once, and kept as a digest",
          "[http][enrolment]") {
    Fixture f;
    const Response made = f.order(R"({"ttl":"2h","uses":50,"labels":{"rack":"7"}})");
    REQUIRE(made.status == 201);
    const json body = json::parse(made.body);
    const auto token = certificates::parse_enrolment_token(std::string{body["token"]}).value();
    CHECK(token.authority_sha256 == f.authority.certificate().sha256);
    CHECK(body["id"] == token.id);
    CHECK(body["state"] == "good");
    const auto kept = f.store->enrolments().token(token.id).value();
    CHECK(kept.secret_sha256 == sha256_hex(token.secret));
    CHECK(kept.uses_max == 50);
    CHECK(kept.labels == enrolment::Labels{{"rack", "7"}});
    CHECK(kept.expires_at == f.clock.now() + std::chrono::hours{2});
    const std::string list = f.as_ann(get("/api/v1/enrolment/tokens")).body;
    CHECK(json::parse(list).at(0)["labels"]["rack"] == "7");
    CHECK(list.find(token.secret) == std::string::npos);
    CHECK(f.audited("enrolment_token.add").at(0).actor == "ann");
}

TEST_CASE("enrolment token api: an empty order is one host within an hour", "[http][enrolment]") {
    Fixture f;
    const json body = json::parse(f.order("{}").body);
    CHECK(body["uses_max"] == 1);
    CHECK(body["may_replace"] == false);
    CHECK(f.store->enrolments().tokens()->at(0).expires_at ==
          f.clock.now() + std::chrono::hours{1});
}

TEST_CASE("enrolment token api: orders that cannot be are refused by the name of their field",
          "[http][enrolment]") {
    Fixture f;
    const std::pair<const char*, const char*> cases[] = {
        {R"({"ttl":"91d"})", "ttl"},
        {R"({"ttl":5})", "ttl"},
        {R"({"uses":0})", "uses"},
        {R"({"uses":-1})", "uses"},
        {R"({"uses":"many"})", "uses"},
        {R"({"may_replace":1})", "may_replace"},
        {R"({"labels":["rack"]})", "labels"},
        {R"({"labels":{"rack":7}})", "labels.rack"},
        {R"({"labels":{"":"7"}})", "label"},
        {R"({"hosts":5})", "hosts"},
        {R"([])", "object"}};
    for (const auto& [body, named] : cases) {
        CAPTURE(body);
        const Response answer = f.order(body);
        CHECK(answer.status == 400);
        CHECK(answer.body.find(named) != std::string::npos);
    }
    CHECK(f.store->enrolments().tokens()->empty());
}

TEST_CASE("enrolment token api: a revoked token says so and lets nobody in", "[http][enrolment]") {
    Fixture f;
    const std::string id = json::parse(f.order("{}").body)["id"];
    CHECK(f.as_ann(with_method("DELETE", "/api/v1/enrolment/tokens/" + id)).status == 204);
    CHECK(json::parse(f.as_ann(get("/api/v1/enrolment/tokens")).body).at(0)["state"] == "revoked");
    CHECK(f.as_ann(with_method("DELETE", "/api/v1/enrolment/tokens/none")).status == 404);
}

TEST_CASE("enrolment token api: a server without TLS enrols nobody", "[http][enrolment]") {
    Fixture f{false};
    const Response answer = f.order("{}");
    CHECK(answer.status == 409);
    CHECK(answer.body.find("tls.enabled") != std::string::npos);
    CHECK(f.as_ann(get("/api/v1/enrolment/tokens")).body == "[]");
}

}  // namespace
}  // namespace foreshock::http
