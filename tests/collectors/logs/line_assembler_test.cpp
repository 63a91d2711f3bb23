#include "collectors/logs/line_assembler.hpp"

#include <vector>

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

using Lines = std::vector<std::string>;

/// Fed in pieces of so many bytes.
Lines lines_of(std::string_view bytes, std::size_t piece, bool finished = false) {
    LineAssembler assembler;
    Lines lines;
    const auto take = [&lines](std::string_view line) { lines.emplace_back(line); };
    for (std::size_t at = 0; at < bytes.size(); at += piece)
        assembler.feed(bytes.substr(at, piece), take);
    if (finished) assembler.finish(take);
    return lines;
}

std::string cleaned(std::string line) {
    clean_line(line);
    return line;
}

TEST_CASE("line assembler: any cut of the bytes gives the same lines", "[collectors][logs]") {
    const std::string bytes =
        "one\r\ntwo\n\nthrée\nfour " + std::string(LineAssembler::line_bytes_max, 'x') + "\nfive";
    const Lines whole = lines_of(bytes, bytes.size(), true);
    REQUIRE(whole.size() == 5);
    CHECK(whole[0] == "one");
    CHECK(whole[2] == "thrée");
    CHECK(whole[4] == "five");
    for (const std::size_t piece : {1U, 2U, 3U, 7U, 64U, 4095U, 4096U, 4097U})
        CHECK(lines_of(bytes, piece, true) == whole);
}

TEST_CASE("line assembler: a line without an end waits for it", "[collectors][logs]") {
    CHECK(lines_of("one\ntwo", 100) == Lines{"one"});
    CHECK(lines_of("one\ntwo", 100, true) == Lines{"one", "two"});
    CHECK(lines_of("", 100, true).empty());
}

TEST_CASE("line assembler: a line of the largest size is whole, one longer is cut with a mark",
          "[collectors][logs]") {
    const std::string largest(LineAssembler::line_bytes_max, 'x');
    CHECK(lines_of(largest + "\n", 1000) == Lines{largest});
    const Lines cut = lines_of(largest + "y", 1000);
    REQUIRE(cut.size() == 1);
    CHECK(cut[0].size() == LineAssembler::line_bytes_max);
    CHECK(cut[0].ends_with("x…"));
    CHECK(lines_of(largest + "yyy\nnext\n", 1000).back() == "next");
}

TEST_CASE("line assembler: what begins inside of a line begins with the next one",
          "[collectors][logs]") {
    LineAssembler assembler;
    Lines lines;
    assembler.feed("half", [](std::string_view) {});
    CHECK(assembler.waiting_bytes() == 4);
    assembler.restart(true);
    assembler.feed("rest\nnext\n", [&](std::string_view line) { lines.emplace_back(line); });
    CHECK(lines == Lines{"next"});
}

TEST_CASE("line assembler: foreign bytes become text", "[collectors][logs]") {
    CHECK(cleaned("a\tb\x01"
                  "c\x7F\r") == "a b?c?");
    CHECK(cleaned("\xFF\xC3\xA9\xC3") == "?é?");
    CHECK(cleaned("\xC0\xAF \xED\xA0\x80 \xC2\x85") == "?? ??? ??");
    CHECK(cleaned("\xF0\x9F\x90\xA7 \xF4\x90\x80\x80") == "🐧 ????");
    CHECK(cleaned(std::string("\0\0\0text\0", 8)) == "text?");
    CHECK(cleaned(std::string(3, '\0')).empty());
}

}  // namespace
}  // namespace foreshock::collectors
