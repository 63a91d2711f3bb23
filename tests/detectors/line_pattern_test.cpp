#include "detectors/engines/line_pattern.hpp"

#include <catch2/catch.hpp>

using namespace foreshock::detectors;

namespace {

bool matches(std::string_view pattern, std::string_view line) {
    LinePattern::Captures captures;
    return LinePattern::parse(pattern).value().match(line, captures);
}

std::string captured(std::string_view pattern, std::string_view line) {
    LinePattern::Captures captures;
    const LinePattern parsed = LinePattern::parse(pattern).value();
    if (!parsed.match(line, captures)) return "no match";
    std::string all;
    for (const auto& [name, word] : captures)
        all += std::string{name} + "=" + std::string{word} + " ";
    return all;
}

}  // namespace

TEST_CASE("line pattern: a literal is found anywhere, in its case", "[detectors][pattern]") {
    CHECK(matches("full", "disk is full now"));
    CHECK_FALSE(matches("Full", "disk is full now"));
    CHECK(matches("a*c", "xx a bb c yy"));
    CHECK_FALSE(matches("a*c", "c a"));
    CHECK(matches("ends*", "it ends"));
}

TEST_CASE("line pattern: a name between literals is one word", "[detectors][pattern]") {
    CHECK(captured("error, dev {device}, sector ", "I/O error, dev sda1, sector 42") ==
          "device=sda1 ");
    CHECK(captured("error, dev {device}, sector ", "error, dev a b, sector 4") == "no match");
    CHECK(captured("process {pid} ({comm})", "Killed process 47 (java) total") ==
          "pid=47 comm=java ");
}

TEST_CASE("line pattern: a name at the end is the rest of the word", "[detectors][pattern]") {
    CHECK(captured("on port {port}", "flooding on port 443. Sending cookies.") == "port=443 ");
    CHECK(captured("on port {port}", "flooding on port ") == "no match");
}

TEST_CASE("line pattern: a name in front is the word before the literal", "[detectors][pattern]") {
    CHECK(captured("{link}: NIC Link is Down", "e1000e 0000:00:19.0 eth0: NIC Link is Down") ==
          "link=eth0 ");
    CHECK(captured("{link}: Link is Down", "eth7: Link is Down") == "link=eth7 ");
    CHECK(captured("task *{comm}:", "INFO: task kworker/0 jbd2/sda: blocked") == "comm=jbd2/sda ");
    CHECK(captured("{link}: up", ": up") == "no match");
}

TEST_CASE("line pattern: a first literal that leads nowhere is tried further on",
          "[detectors][pattern]") {
    CHECK(captured("dev {d},", "dev a b dev sda, x") == "d=sda ");
    std::string line;
    for (std::size_t i = 0; i < LinePattern::tries_max - 1; ++i)
        line += "dev x y ";
    CHECK(matches("dev {d},", line + "dev sda,"));
    CHECK_FALSE(matches("dev {d},", line + "dev x y dev sda,"));
}

TEST_CASE("line pattern: words that no label can hold are no match", "[detectors][pattern]") {
    CHECK(captured("<{d}>", "<a\x01>") == "no match");
    CHECK(captured("<{d}>", "<\xff>") == "no match");
    CHECK(captured("<{d}>", "<" + std::string(LinePattern::name_bytes_max, 'x') + ">") !=
          "no match");
    CHECK(captured("<{d}>", "<" + std::string(LinePattern::name_bytes_max + 1, 'x') + ">") ==
          "no match");
}

TEST_CASE("line pattern: what is no pattern is refused", "[detectors][pattern]") {
    for (const char* text :
         {"", "*", "{a}", "{a}{b} x", "a {b", "a {B} c", "a {} c", "a **b", "a {b}*", "a *{b}"}) {
        INFO(text);
        CHECK_FALSE(LinePattern::parse(text));
    }
}
