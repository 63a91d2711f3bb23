#include "function_rules.hpp"

#include <catch2/catch.hpp>

using foreshock::tidy::check_sizes;
using foreshock::tidy::Findings;

namespace {

std::string function_of_lines(std::size_t lines) {
    std::string text = "void f() {\n";
    for (std::size_t i = 2; i < lines; ++i)
        text += "    go();\n";
    return text + "}\n";
}

}  // namespace

TEST_CASE("sizes: a function of 70 lines passes, one of 71 does not", "[tidy]") {
    CHECK(check_sizes({"core/a.cpp", function_of_lines(70)}).empty());
    const Findings findings = check_sizes({"core/a.cpp", "\n" + function_of_lines(71)});
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].line == 2);
    CHECK(findings[0].what == "a function of 71 lines: void f()");
}

TEST_CASE("sizes: a line of 100 characters passes, also when they need more bytes", "[tidy]") {
    std::string umlauts;
    for (int i = 0; i < 97; ++i)
        umlauts += "\xC3\xA4";
    CHECK(check_sizes({"core/a.cpp", "// " + umlauts + "\n"}).empty());
    const Findings findings = check_sizes({"core/a.cpp", "\n// a" + umlauts + "\n"});
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].line == 2);
}

TEST_CASE("sizes: a file of 500 lines passes, one of 501 does not", "[tidy]") {
    CHECK(check_sizes({"core/a.cpp", std::string(500, '\n')}).empty());
    CHECK(check_sizes({"core/a.cpp", std::string(501, '\n')}).size() == 1);
}

TEST_CASE("sizes: tabs and white space at the end of a line are found", "[tidy]") {
    CHECK(check_sizes({"core/a.cpp", "int a; \n"}).size() == 1);
    CHECK(check_sizes({"core/a.cpp", "\tint a;\n"}).size() == 1);
}

TEST_CASE("sizes: other languages have other rules", "[tidy]") {
    CHECK(check_sizes({"README.md", std::string(200, 'x') + "\n"}).empty());
}
