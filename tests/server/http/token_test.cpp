#include "server/http/token.hpp"

#include <catch2/catch.hpp>

namespace foreshock::http {
namespace {

TEST_CASE("token: digests are SHA-256 in hex", "[http][token]") {
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("token: only Bearer carries one", "[http][token]") {
    Request request;
    CHECK(bearer_token(request).empty());
    request.fields = {{"authorization", "Bearer  t0ken "}};
    CHECK(bearer_token(request) == "t0ken");
    request.fields = {{"authorization", "BEARER t"}};
    CHECK(bearer_token(request) == "t");
    for (const char* value : {"Bearer", "Basic t", "t", "Bearert"}) {
        request.fields = {{"authorization", value}};
        CHECK(bearer_token(request).empty());
    }
}

}  // namespace
}  // namespace foreshock::http
