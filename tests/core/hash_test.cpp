#include "core/hash.hpp"

#include <catch2/catch.hpp>

using foreshock::stable_id;

TEST_CASE("hash: an id never changes between versions", "[core][hash]") {
    CHECK(stable_id({"host", "kind", "1"}) == stable_id({"host", "kind", "1"}));
    CHECK(stable_id({}) == "6c62272e07bb014262b821756295c58d");
    CHECK(stable_id({"a"}).size() == 32);
}

TEST_CASE("hash: the border between parts counts", "[core][hash]") {
    CHECK(stable_id({"ab", "c"}) != stable_id({"a", "bc"}));
    CHECK(stable_id({"a", ""}) != stable_id({"a"}));
}
