#include "core/hash.hpp"

#include <catch2/catch.hpp>

using foreshock::stable_bits;
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

// Made by the plain rule, a byte at a time: an ordinary length, and both sides of one that is long.
TEST_CASE("hash: lengths of one byte and of more make the ids of the rule", "[core][hash]") {
    const auto by_rule = [](std::string_view part) {
        __extension__ typedef unsigned __int128 Wide;
        Wide state = (Wide{0x6c62272e07bb0142} << 64) | 0x62b821756295c58d;
        const Wide prime = (Wide{1} << 88) + 0x13b;
        const auto absorb = [&](unsigned char byte) { state = (state ^ byte) * prime; };
        for (const char c : part)
            absorb(static_cast<unsigned char>(c));
        for (int shift = 0; shift < 64; shift += 8)
            absorb(static_cast<unsigned char>(std::uint64_t{part.size()} >> shift));
        return state;
    };
    for (const std::size_t size : {0, 1, 22, 255, 256, 257, 70000}) {
        const std::string part(size, 'x');
        const auto [high, low] = stable_bits({part});
        CHECK(by_rule(part) == ((decltype(by_rule(part)){high} << 64) | low));
    }
}

TEST_CASE("hash: the two numbers are the digits of the id", "[core][hash]") {
    CHECK(stable_bits({}).high == 0x6c62272e07bb0142);
    CHECK(stable_bits({}).low == 0x62b821756295c58d);
}
