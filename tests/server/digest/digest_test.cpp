#include "server/digest/digest.hpp"

#include <catch2/catch.hpp>

namespace foreshock::digest {
namespace {

TEST_CASE("digest: the examples of the standards", "[digest]") {
    // FIPS 180-4's "abc"; RFC 4231, test case 2.
    CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("digest: texts are equal or not", "[digest]") {
    CHECK(is_equal("ab", "ab"));
    CHECK_FALSE(is_equal("ab", "ac"));
    CHECK_FALSE(is_equal("ab", "abc"));
    CHECK_FALSE(is_equal("", "abc"));
}

}  // namespace
}  // namespace foreshock::digest
