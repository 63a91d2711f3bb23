#include "formats/line_severity.hpp"

#include <catch2/catch.hpp>

namespace foreshock::formats {
namespace {

using enum LogSeverity;

TEST_CASE("line severity: a level that is stated is taken as it is", "[formats][logs]") {
    CHECK(guess_severity("ERROR: disk on fire") == error);
    CHECK(guess_severity("[warn] slow") == warning);
    CHECK(guess_severity("time=12:00 level=error msg=\"x\"") == error);
    CHECK(guess_severity("{\"severity\":\"debug\",\"msg\":\"error\"}") == debug);
    CHECK(guess_severity("INFO the error handler failed to start") == informational);
    CHECK(guess_severity("FATAL:  could not open file") == critical);
    CHECK(guess_severity("LOG:  checkpoint failed") == informational);
    CHECK(guess_severity("<notice> hello") == notice);
    CHECK(guess_severity("error: cannot stat 'x'") == error);
    CHECK(guess_severity("[emerg] bind() to 0.0.0.0:80 failed") == emergency);
}

TEST_CASE("line severity: without one, words tell", "[formats][logs]") {
    CHECK(guess_severity("Connection to db failed") == error);
    CHECK(guess_severity("Traceback (most recent call last):") == error);
    CHECK(guess_severity("this option is deprecated") == warning);
    CHECK(guess_severity("kernel panic, deprecated") == critical);
    CHECK(guess_severity("session opened for user root") == informational);
    CHECK(guess_severity("") == informational);
}

TEST_CASE("line severity: an error that did not happen is none", "[formats][logs]") {
    CHECK(guess_severity("scrub done: 0 errors") == informational);
    CHECK(guess_severity("finished without error") == informational);
    CHECK(guess_severity("there was no failure") == informational);
    CHECK(guess_severity("10 errors") == error);
    CHECK(guess_severity("terror of failover") == informational);
}

TEST_CASE("line severity: a level is stated near the beginning or not at all", "[formats][logs]") {
    CHECK(stated_severity("x [warn] y") == warning);
    CHECK_FALSE(stated_severity(std::string(200, 'x') + " [warn] y"));
    CHECK_FALSE(stated_severity("the error of our ways"));
}

}  // namespace
}  // namespace foreshock::formats
