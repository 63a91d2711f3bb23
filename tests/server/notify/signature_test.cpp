#include "server/notify/signature.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;

// Expected digests: printf '1790000000.{"a":1}' | openssl dgst -sha256 -hmac secret
TEST_CASE("signature: time and digest, as openssl computes it", "[notify]") {
    CHECK(notify::sign("secret", from_unix_ms(1'790'000'000'000), R"({"a":1})") ==
          "t=1790000000,v1=da8fe498621aaab99d5b11c51346b13d1a2bf2914b865b8d3edd3531cab25a3e");
}

TEST_CASE("signature: the second counts, not the millisecond", "[notify]") {
    CHECK(notify::sign("s", from_unix_ms(1'790'000'000'999), "b") ==
          notify::sign("s", from_unix_ms(1'790'000'000'000), "b"));
    CHECK(notify::sign("s", from_unix_ms(1'790'000'001'000), "b") !=
          notify::sign("s", from_unix_ms(1'790'000'000'000), "b"));
}

TEST_CASE("signature: every byte of body and secret counts", "[notify]") {
    const TimePoint at = from_unix_ms(1'790'000'000'000);
    const std::string signature = notify::sign("s", at, std::string("b\0c", 3));
    CHECK(signature != notify::sign("s", at, std::string("b\0d", 3)));
    CHECK(signature != notify::sign("S", at, std::string("b\0c", 3)));
    CHECK(signature.size() == std::string("t=1790000000,v1=").size() + 64);
}
