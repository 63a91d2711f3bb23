#include "cli/terminal.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::cli;

TEST_CASE("terminal: colours only where they are wanted", "[cli]") {
    Look look;
    CHECK(look.paint(Colour::red, "x") == "x");
    look.has_colour = true;
    CHECK(look.paint(Colour::red, "x") == "\x1b[1;31mx\x1b[0m");
    CHECK(look.paint(Colour::none, "x") == "x");
}

TEST_CASE("terminal: today's times are short, others carry their day, in the reader's zone",
          "[cli]") {
    Look look;
    look.now = parse_rfc3339("2026-09-21T20:00:00Z").value();
    const TimePoint evening = parse_rfc3339("2026-09-21T18:30:00Z").value();
    CHECK(look.clock(evening) == "18:30:00");
    look.utc_offset = std::chrono::hours{7};
    CHECK(look.clock(evening) == "01:30:00");
    CHECK(look.clock(evening - std::chrono::hours{12}) == "2026-09-21 13:30:00");
}

TEST_CASE("terminal: control characters become blanks", "[cli]") {
    CHECK(printable("a\x1b[2Jb\nc\x7f") == "a [2Jb c ");
    CHECK(printable("caf\xc3\xa9") == "caf\xc3\xa9");
}

TEST_CASE("terminal: texts are cut between characters", "[cli]") {
    CHECK(ellipsize("abcdef", 6) == "abcdef");
    CHECK(ellipsize("abcdefg", 6) == "abcde…");
    CHECK(ellipsize("ééééééé", 3) == "éé…");
    CHECK(columns_of("éé…") == 3);
}

TEST_CASE("terminal: words wrap at the width, behind the indent", "[cli]") {
    CHECK(wrap("one two three", 10, 2) == "  one two\n  three\n");
    CHECK(wrap("one two three", 9, 2) == "  one two\n  three\n");
    CHECK(wrap("one two three", 8, 2) == "  one\n  two\n  three\n");
    CHECK(wrap("", 10, 2).empty());
}

TEST_CASE("terminal: a word too long stands alone, and line ends are kept", "[cli]") {
    CHECK(wrap("a longword b", 5, 0) == "a\nlongword\nb\n");
    CHECK(wrap("one\ntwo three", 80, 0) == "one\ntwo three\n");
}
