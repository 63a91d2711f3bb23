#include "server/incidents/print.hpp"

#include <catch2/catch.hpp>

#include "core/hash.hpp"

using namespace foreshock;
using namespace foreshock::incidents;

TEST_CASE("print: a fingerprint is read back whole, leading zeros too", "[incidents]") {
    for (const std::string& fingerprint :
         {stable_id({"web-1", "cpu.steal", ""}), std::string{"0000000000000001000000000000000f"},
          std::string{"ffffffffffffffff0123456789abcdef"}}) {
        CHECK(Print::of(fingerprint).fingerprint() == fingerprint);
    }
    CHECK(Print::of("0000000000000001000000000000000f") == Print{1, 15});
    CHECK(half_of_hex("00000000000000ff0000000000000001") == 255);
}
