#include "core/text_scan.hpp"

#include <catch2/catch.hpp>

#include "core/labels.hpp"

namespace foreshock {
namespace {

TEST_CASE("text scan: lines end at line feeds or with the text", "[core][text]") {
    std::string_view text{"a\n\nb"};
    std::string_view line;
    REQUIRE(take_line(text, line));
    CHECK(line == "a");
    REQUIRE(take_line(text, line));
    CHECK(line.empty());
    REQUIRE(take_line(text, line));
    CHECK(line == "b");
    CHECK_FALSE(take_line(text, line));
}

TEST_CASE("text scan: words stand between blanks and tabs", "[core][text]") {
    std::string_view line{"  one\ttwo   "};
    CHECK(take_word(line) == "one");
    CHECK(take_word(line) == "two");
    CHECK(take_word(line).empty());
    CHECK(take_word(line).empty());
}

TEST_CASE("text scan: a number is a whole word", "[core][text]") {
    CHECK(word_as_uint("18446744073709551615") == 18446744073709551615U);
    for (const char* word : {"", "-1", "+1", "1x", "x", "18446744073709551616", "1.5"}) {
        INFO(word);
        CHECK_FALSE(word_as_uint(word));
    }
    CHECK(word_as_double("0.48") == 0.48);
    CHECK_FALSE(word_as_double("0.48x"));
}

TEST_CASE("text scan: a file of one number holds nothing else", "[core][text]") {
    CHECK(only_uint("32768\n") == 32768U);
    CHECK(only_uint("32768") == 32768U);
    for (const char* text : {"", "\n", "1 2\n", "1\n2\n", "x\n"}) {
        INFO(text);
        CHECK_FALSE(only_uint(text));
    }
}

TEST_CASE("label text: good UTF-8 stays as it is", "[core][text]") {
    CHECK(label_text("/mnt/d\xC3\xBCne \xE0\xB8\x81 \xF0\x9F\x8C\x8B") ==
          "/mnt/d\xC3\xBCne \xE0\xB8\x81 \xF0\x9F\x8C\x8B");
}

TEST_CASE("label text: control characters and broken UTF-8 become question marks", "[core][text]") {
    CHECK(label_text("a\nb\x7F") == "a?b?");
    CHECK(label_text("\xFFx") == "?x");
    CHECK(label_text("\xC3") == "?");
    CHECK(label_text("\xC3(") == "?(");
    CHECK(label_text("\xC0\xAF") == "??");            // overlong
    CHECK(label_text("\xED\xA0\x80") == "???");       // surrogate
    CHECK(label_text("\xF4\x90\x80\x80") == "????");  // beyond U+10FFFF
}

TEST_CASE("label text: the bound is kept without splitting a character", "[core][text]") {
    const std::string full(Labels::value_bytes_max, 'x');
    CHECK(label_text(full) == full);
    CHECK(label_text(full + "y") == full);
    const std::string almost(Labels::value_bytes_max - 1, 'x');
    CHECK(label_text(almost + "\xC3\xBC") == almost);
}

}  // namespace
}  // namespace foreshock
