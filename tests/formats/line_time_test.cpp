#include "formats/line_time.hpp"

#include <catch2/catch.hpp>

namespace foreshock::formats {
namespace {

using std::chrono::hours;

TimePoint moment(std::string_view text) {
    return parse_rfc3339(text).value();
}

const TimePoint now = moment("2026-11-25T20:00:00Z");

/// The time in UTC and what is left of the line.
std::string taken(std::string_view line, Duration offset = Duration{0}, TimePoint at = now) {
    const auto time = take_line_time(line, at, offset);
    return (time ? format_rfc3339(*time) : "none") + " " + std::string{line};
}

TEST_CASE("line time: the forms in which programs write it are read", "[formats][logs]") {
    CHECK(taken("Nov 25 19:48:38 web1 sshd") == "2026-11-25T19:48:38.000Z web1 sshd");
    CHECK(taken("Nov  5 19:48:38 web1") == "2026-11-05T19:48:38.000Z web1");
    CHECK(taken("2026-11-25T19:48:38.123456+01:00 web1") == "2026-11-25T18:48:38.123Z web1");
    CHECK(taken("2026-11-25T19:48:38Z x") == "2026-11-25T19:48:38.000Z x");
    CHECK(taken("2026-11-25 19:48:38,5 INFO") == "2026-11-25T19:48:38.500Z INFO");
    CHECK(taken("2026/11/25 19:48:38 [error] 1#0") == "2026-11-25T19:48:38.000Z [error] 1#0");
    CHECK(taken("[2026-11-25 19:48:38] text") == "2026-11-25T19:48:38.000Z text");
    CHECK(taken("2026-11-25T19:48:38-0800") == "2026-11-26T03:48:38.000Z ");
}

TEST_CASE("line time: without a zone it is local time", "[formats][logs]") {
    CHECK(taken("Nov 25 19:48:38 x", hours{7}) == "2026-11-25T12:48:38.000Z x");
    CHECK(taken("2026-11-25 19:48:38 x", hours{-5}) == "2026-11-26T00:48:38.000Z x");
    CHECK(taken("2026-11-25T19:48:38Z x", hours{7}) == "2026-11-25T19:48:38.000Z x");
}

TEST_CASE("line time: a line of December read in January is of the old year", "[formats][logs]") {
    const TimePoint new_year = moment("2027-01-01T00:00:05Z");
    CHECK(taken("Dec 31 23:59:59 x", {}, new_year) == "2026-12-31T23:59:59.000Z x");
    CHECK(taken("Jan  1 00:00:01 x", {}, new_year) == "2027-01-01T00:00:01.000Z x");
    // The clock of the writer may be a little ahead.
    CHECK(taken("Jan  1 00:00:01 x", {}, moment("2026-12-31T23:59:58Z")) ==
          "2027-01-01T00:00:01.000Z x");
    CHECK(taken("Feb 29 12:00:00 x") == "2024-02-29T12:00:00.000Z x");
}

TEST_CASE("line time: what is no time is left alone", "[formats][logs]") {
    for (const std::string line :
         {"", "text", "Nov", "Nov 25", "Nov 25 24:00:00 x", "Nox 25 19:48:38 x",
          "Nov 31 19:48:38 x", "2026-13-01T00:00:00Z", "2026-11-25", "2026-11-25T19:48",
          "2026-11-25X19:48:38", "2026.11.25 19:48:38", "[2026-11-25 19:48:38 x",
          "2026-11-25T19:48:38+1", "1970-01-01T00:00:00Z", "2201-01-01T00:00:00Z",
          "12345678901234567890", "Nov 25 19:48:3"}) {
        INFO(line);
        CHECK(taken(line) == "none " + line);
    }
}

}  // namespace
}  // namespace foreshock::formats
