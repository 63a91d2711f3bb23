#include "process_rules.hpp"

#include <catch2/catch.hpp>

using foreshock::tidy::check_process;
using foreshock::tidy::Findings;
using foreshock::tidy::process_lines;
using foreshock::tidy::SourceFile;

namespace {

/// Written in two pieces, so that this file has no such test cases itself.
std::string test_case(const std::string& title, const std::string& tags) {
    return "\nTEST_"
           "CASE(\"" +
           title + "\",\n          \"" + tags + "\") {}\n";
}

std::string row(const std::string& line, const std::string& tests) {
    return "| " + line + " | words | feature | " + tests + " |\n";
}

struct Project {
    std::string table = "# The process\n\n| line | says | feature | tests |\n|---|---|---|---|\n";
    std::string tests = "#include <x>\n";

    Project() {
        for (int i = 1; i <= process_lines; ++i) {
            const std::string line = "S" + std::to_string(i);
            table += row(line, "`tests/core/a_test.cpp`: a: line " + line);
            tests += test_case("a: line " + line, "[core][" + line + "]");
        }
    }

    [[nodiscard]] Findings check() const {
        return check_process({{"docs/process.md", table}, {"tests/core/a_test.cpp", tests}});
    }

    void replace(std::string& text, const std::string& what, const std::string& by) const {
        const std::size_t at = text.find(what);
        REQUIRE(at != std::string::npos);
        text.replace(at, what.size(), by);
    }
};

bool says(const Findings& findings, const std::string& words) {
    return findings.size() == 1 && findings[0].what.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("process table: a row for each line, with its tests, is well", "[tidy]") {
    Project project;
    CHECK(to_text(project.check()) == "");
    project.tests += test_case("a: more of it", "[S7][core]");
    project.replace(project.table, "a: line S7 ",
                    "a: line S7<br>`tests/core/a_test.cpp`: a: more of it ");
    CHECK(to_text(project.check()) == "");
}

TEST_CASE("process table: a line without a row, or with two, is found", "[tidy]") {
    Project project;
    project.table += row("S7", "`tests/core/a_test.cpp`: a: line S7");
    CHECK(says(project.check(), "S7 has 2 rows"));
    project = {};
    project.replace(project.table, "| S31 |", "| S32 |");
    CHECK(project.check().size() == 3);  // no S31; S32 has another's tag; whose line has no row
    CHECK(check_process({}).size() == 1);
}

TEST_CASE("process table: a test that is not there, or not of that line, is found", "[tidy]") {
    Project project;
    project.replace(project.table, "a: line S8 ", "a: another line ");
    CHECK(project.check().size() == 2);
    project = {};
    project.replace(project.tests, "[core][S9]", "[core]");
    CHECK(says(project.check(), "has no tag [S9]"));
    project = {};
    project.replace(project.table, "`tests/core/a_test.cpp`: a: line S9 ", "none yet ");
    CHECK(project.check().size() == 2);
}

TEST_CASE("process table: a tag without its place in the table is found", "[tidy]") {
    Project project;
    project.tests += test_case("a: of two lines", "[S1][S2]");
    CHECK(project.check().size() == 2);
    project = {};
    project.tests += test_case("a: of a line that is none", "[S99]");
    CHECK(says(project.check(), "the row of S99"));
}
