#include "file_rules.hpp"

#include <catch2/catch.hpp>

using foreshock::tidy::check_changelog;
using foreshock::tidy::check_file;
using foreshock::tidy::check_header_guard;

TEST_CASE("files: 200 kB pass, one byte more does not", "[tidy]") {
    CHECK(check_file({"a.txt", std::string(200'000, 'x')}).empty());
    CHECK(check_file({"a.txt", std::string(200'001, 'x')}).size() == 1);
}

TEST_CASE("files: a script is executable, and nothing else is", "[tidy]") {
    CHECK(check_file({"a", "#!/bin/sh\n", true}).empty());
    CHECK(check_file({"a", "#!/bin/sh\n", false}).size() == 1);
    CHECK(check_file({"a", "text\n", true}).size() == 1);
}

TEST_CASE("files: paths of one machine and package hosts are found", "[tidy]") {
    CHECK(check_file({"a",
                      "\ncd /wo"
                      "rk/main\n"})
              .front()
              .line == 2);
    CHECK(check_file({"a",
                      "cd /ro"
                      "ot/x\n"})
              .size() == 1);
    CHECK(check_file({"a",
                      "https://registry"
                      ".npm.example/\n"})
              .size() == 1);
    CHECK(check_file({"a", "a framework/root of things\n"}).empty());
}

TEST_CASE("files: an open task says its kind", "[tidy]") {
    CHECK(check_file({"a.cpp",
                      "// TO"
                      "DO faster\n"})
              .size() == 1);
    CHECK(check_file({"a.cpp",
                      "// FIX"
                      "ME\n"})
              .size() == 1);
    CHECK(check_file({"a.cpp",
                      "// TO"
                      "DO(speed) faster\n"})
              .empty());
}

TEST_CASE("files: bytes that are no text are not read as text", "[tidy]") {
    CHECK(check_file({"a.gz", std::string("\0 TO"
                                          "DO /ro"
                                          "ot/",
                                          14)})
              .empty());
}

TEST_CASE("headers: they begin with pragma once, a comment may precede", "[tidy]") {
    CHECK(check_header_guard({"a.hpp", "// why\n\n#pragma once\n"}).empty());
    CHECK(check_header_guard({"a.hpp", "#include <map>\n#pragma once\n"}).size() == 1);
    CHECK(check_header_guard({"a.hpp", ""}).size() == 1);
    CHECK(check_header_guard({"a.cpp", ""}).empty());
}

TEST_CASE("changelog: entries have a kind and a component", "[tidy]") {
    CHECK(check_changelog({"CHANGELOG.md", "## Unreleased\n- [FEATURE] agent: reads PSI.\n"})
              .empty());
    CHECK(check_changelog({"CHANGELOG.md", "- [FIX] agent: reads PSI.\n"}).size() == 1);
    CHECK(check_changelog({"CHANGELOG.md", "- [BUGFIX] reads PSI.\n"}).size() == 1);
    CHECK(check_changelog({"CHANGELOG.md", "## Next\n"}).size() == 1);
    CHECK(check_changelog({"CHANGELOG.md", "## 1.0.0 / 2026-11-24\n"}).empty());
}
