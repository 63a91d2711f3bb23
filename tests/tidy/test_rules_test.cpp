#include "test_rules.hpp"

#include <catch2/catch.hpp>

using foreshock::tidy::check_catalog;
using foreshock::tidy::check_test_cases;
using foreshock::tidy::check_tests_are_built;
using foreshock::tidy::check_threads_are_tagged;
using foreshock::tidy::Findings;

namespace {

Findings check(const std::string& body) {
    return check_test_cases({"tests/core/a_test.cpp",
                             "TEST_"
                             "CASE(\"a: holds\") {" +
                                 body + "}\n"});
}

}  // namespace

TEST_CASE("test cases: one without a live assertion is found", "[tidy]") {
    CHECK(check("REQUIRE(x);").empty());
    CHECK(check("CHECK_FALSE(x);").empty());
    CHECK(check("SECTION(\"s\") { REQUIRE_THAT(x, y); }").empty());
    CHECK(check("go(); // CHECK(x)").size() == 1);
    CHECK(check("SUCCEED();").size() == 1);
    CHECK(check("check_contract(store);").empty());
}

TEST_CASE("test cases: one that sleeps is found", "[tidy]") {
    CHECK(check("CHECK(x); std::this_thread::sleep_for(s);").size() == 1);
}

TEST_CASE("test cases: the name says subject and what holds", "[tidy]") {
    const Findings findings = check_test_cases({"tests/core/a_test.cpp",
                                                "\nTEST_"
                                                "CASE(\"it works\") {\n CHECK(x); }\n"});
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].line == 2);
}

TEST_CASE("tests with threads: one without the tag is found", "[tidy]") {
    const auto found = [](const std::string& text) {
        return check_threads_are_tagged({"tests/server/app/a_test.cpp", text}).size();
    };
    CHECK(found("#include <thread>\n") == 1);
    CHECK(found("#include \"server/app/server.hpp\"\n") == 1);
    CHECK(found("#include \"tests/support/http_receiver.hpp\"\n") == 1);
    CHECK(found("#include <thread>\n\"[app][threads]\"") == 0);
    CHECK(found("#include \"server/http/token.hpp\"\n") == 0);
}

TEST_CASE("tests are built: a folder must list its tests", "[tidy]") {
    CHECK(check_tests_are_built({{"tests/core/CMakeLists.txt", "foreshock_tests(core LINK core)"},
                                 {"tests/core/a_test.cpp", ""}})
              .empty());
    CHECK(check_tests_are_built({{"tests/core/a_test.cpp", ""}}).size() == 1);
    CHECK(check_tests_are_built({{"tests/core/CMakeLists.txt", "foreshock_tests(wire LINK wire)"},
                                 {"tests/core/a_test.cpp", ""}})
              .size() == 1);
}

TEST_CASE("tests are built: a folder too deep for the build is found", "[tidy]") {
    CHECK(check_tests_are_built({{"tests/a/b/CMakeLists.txt", "foreshock_tests(a/b LINK core)"},
                                 {"tests/a/b/c_test.cpp", ""}})
              .size() == 1);
    CHECK(check_tests_are_built(
              {{"tests/server/http/CMakeLists.txt", "foreshock_tests(server/http LINK x)"},
               {"tests/server/http/c_test.cpp", ""}})
              .empty());
}

TEST_CASE("catalogue: a collector without test or a signal without a row is found", "[tidy]") {
    const std::vector<foreshock::tidy::SourceFile> files{
        {"tests/collectors/load_test.cpp", ""},
        {"docs/reference/signals.md", "| `load.average.one_minute` | … |"}};
    CHECK(check_catalog({{"load", {"load.average.one_minute"}}}, files).empty());
    CHECK(check_catalog({{"load", {"load.average.five_minutes"}}}, files).size() == 1);
    CHECK(check_catalog({{"disk", {}}}, files).size() == 1);
    const std::vector<foreshock::tidy::SourceFile> deeper{
        {"tests/collectors/logs/journal_test.cpp", ""}};
    CHECK(check_catalog({{"journal", {}}}, deeper).empty());
}
