#include "core/glob.hpp"

#include <catch2/catch.hpp>

using foreshock::matches_glob;

TEST_CASE("glob: a star stands for any text, none too", "[core][glob]") {
    CHECK(matches_glob("web-1", "web-*"));
    CHECK(matches_glob("web-1", "*"));
    CHECK(matches_glob("", "*"));
    CHECK(matches_glob("aaab", "*ab"));
    CHECK(matches_glob("aXbXc", "a*b*c"));
    CHECK(matches_glob("process shop (pid 42)", "process shop*"));
    CHECK(matches_glob("filesystem /var/log", "*/var*"));
    CHECK_FALSE(matches_glob("web-1", "web-"));
    CHECK_FALSE(matches_glob("process shopping", "process*shop"));
    CHECK_FALSE(matches_glob("", "a*"));
}

TEST_CASE("glob: a question mark stands for one character", "[core][glob]") {
    CHECK(matches_glob("web-1", "w?b-*1"));
    CHECK_FALSE(matches_glob("web", "web-?"));
    CHECK_FALSE(matches_glob("we?", "we*x"));
}

TEST_CASE("glob: without either, the text itself", "[core][glob]") {
    CHECK(matches_glob("process shop", "process shop"));
    CHECK(matches_glob("", ""));
    CHECK_FALSE(matches_glob("web", ""));
    CHECK_FALSE(matches_glob("process shop", "process"));
}
