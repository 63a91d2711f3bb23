#include "server/http/foreign_page.hpp"

#include "api_fixture.hpp"

namespace foreshock::http {
namespace {

using Proof = people::Identity::Proof;

Request shown(Proof proof, std::vector<Field> fields) {
    Request request = post("/x", "{}");
    request.identity.proof = proof;
    request.fields.insert(request.fields.end(), fields.begin(), fields.end());
    return request;
}

TEST_CASE("foreign page: a browser says where a request comes from", "[http][csrf]") {
    for (const Proof proof : {Proof::session, Proof::loopback}) {
        CHECK_FALSE(comes_from_foreign_page(shown(proof, {{"sec-fetch-site", "same-origin"}})));
        CHECK_FALSE(comes_from_foreign_page(shown(proof, {{"sec-fetch-site", "none"}})));
        CHECK(comes_from_foreign_page(shown(proof, {{"sec-fetch-site", "cross-site"}})));
        CHECK(comes_from_foreign_page(shown(proof, {{"sec-fetch-site", "same-site"}})));
        CHECK(comes_from_foreign_page(
            shown(proof, {{"sec-fetch-site", "cross-site"}, {"x-foreshock-request", "1"}})));
    }
}

TEST_CASE("foreign page: without that the origin must be ours", "[http][csrf]") {
    const auto from = [](const char* origin) {
        return comes_from_foreign_page(shown(Proof::session, {{"origin", origin}}));
    };
    CHECK_FALSE(from("http://localhost:8420"));
    CHECK(from("http://localhost:8421"));
    CHECK(from("http://evil.example"));
    CHECK(from("http://localhost:8420.evil.example"));
    CHECK(from("null"));
}

TEST_CASE("foreign page: a program with a cookie says that it is one", "[http][csrf]") {
    CHECK(comes_from_foreign_page(shown(Proof::session, {})));
    CHECK_FALSE(comes_from_foreign_page(shown(Proof::session, {{"x-foreshock-request", "1"}})));
    CHECK_FALSE(comes_from_foreign_page(shown(Proof::loopback, {})));
}

TEST_CASE("foreign page: who shows a token is none", "[http][csrf]") {
    CHECK_FALSE(
        comes_from_foreign_page(shown(Proof::api_token, {{"sec-fetch-site", "cross-site"}})));
    CHECK_FALSE(comes_from_foreign_page(shown(Proof::operator_token, {{"origin", "null"}})));
}

}  // namespace
}  // namespace foreshock::http
