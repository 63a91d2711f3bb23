#include "call_rules.hpp"
#include "file_rules.hpp"
#include "function_rules.hpp"
#include "include_rules.hpp"
#include "name_rules.hpp"
#include "process_rules.hpp"
#include "test_rules.hpp"
#include <catch2/catch.hpp>

using namespace foreshock::tidy;

namespace {

const std::vector<SourceFile>& project() {
    static const std::vector<SourceFile> files = read_source_tree(FORESHOCK_SOURCE_DIR);
    return files;
}

std::string broken(Findings (*rule)(const SourceFile&)) {
    Findings findings;
    for (const SourceFile& file : project()) {
        for (Finding& finding : rule(file))
            findings.push_back(std::move(finding));
    }
    return to_text(findings);
}

}  // namespace

TEST_CASE("house: there is something to check", "[tidy]") {
    CHECK(std::any_of(project().begin(), project().end(), [](const SourceFile& file) {
        return file.path == "server/incidents/engine.hpp";
    }));
}

TEST_CASE("house: functions, lines and files keep their sizes", "[tidy]") {
    CHECK(broken(check_sizes) == "");
}

TEST_CASE("house: includes follow the arrows between rooms", "[tidy]") {
    CHECK(broken(check_includes) == "");
    CHECK(to_text(check_heavy_headers(project())) == "");
}

TEST_CASE("house: no banned call", "[tidy]") {
    CHECK(broken(check_calls) == "");
}

TEST_CASE("house: names say something, namespaces are rooms", "[tidy]") {
    CHECK(broken(check_names) == "");
}

TEST_CASE("house: every test case asserts, speaks a sentence and does not sleep", "[tidy]") {
    CHECK(broken(check_test_cases) == "");
}

TEST_CASE("house: tests with threads are tagged", "[tidy]") {
    CHECK(broken(check_threads_are_tagged) == "");
}

TEST_CASE("house: every test file is built", "[tidy]") {
    CHECK(to_text(check_tests_are_built(project())) == "");
}

TEST_CASE("house: every line of the process has its tests in docs/process.md", "[tidy]") {
    CHECK(to_text(check_process(project())) == "");
}

TEST_CASE("house: headers begin with pragma once", "[tidy]") {
    CHECK(broken(check_header_guard) == "");
}

TEST_CASE("house: files are small, honest about being scripts, and free of one machine's paths",
          "[tidy]") {
    CHECK(broken(check_file) == "");
}

TEST_CASE("house: the changelog keeps its form", "[tidy]") {
    Findings findings;
    for (const SourceFile& file : project()) {
        if (file.path == "CHANGELOG.md") findings = check_changelog(file);
    }
    CHECK(to_text(findings) == "");
}
