#include "collectors/keyed_lines.hpp"

#include <array>

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

struct Reading {
    std::uint64_t a = 0;
    std::uint64_t b = 0;
};

using Field = KeyedField<Reading>;

constexpr std::array fields{Field{"a", &Reading::a}, Field{"b", &Reading::b},
                            Field{"b_old", &Reading::b}};

TEST_CASE("keyed lines: known keys are read in any order", "[collectors][text]") {
    for (const char* text : {"a 1\nx 9\nb 2\n", "b 2\na 1\n", "y\nb 2 kB\n\na 1"}) {
        Reading reading;
        const auto found = read_keyed_lines<Reading>(text, fields, reading);
        INFO(text);
        CHECK(reading.a == 1);
        CHECK(reading.b == 2);
        CHECK(found.test(0));
        CHECK(found.test(1));
        CHECK_FALSE(found.test(2));
    }
}

TEST_CASE("keyed lines: keys that share a place are summed", "[collectors][text]") {
    Reading reading;
    read_keyed_lines<Reading>("b 2\nb_old 3\n", fields, reading);
    CHECK(reading.b == 5);
}

TEST_CASE("keyed lines: a key without number is not found, a repeated one counts once",
          "[collectors][text]") {
    Reading reading;
    const auto found = read_keyed_lines<Reading>("a x\nb 2\nb 2\n", fields, reading);
    CHECK_FALSE(found.test(0));
    CHECK(reading.b == 2);
}

}  // namespace
}  // namespace foreshock::collectors
