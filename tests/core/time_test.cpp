#include "core/time.hpp"

#include <limits>

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace std::chrono_literals;

TEST_CASE("time: RFC 3339 text reads back as the same moment", "[core][time]") {
    const TimePoint at = from_unix_ms(1795474620123);
    CHECK(format_rfc3339(at) == "2026-11-23T22:57:00.123Z");
    CHECK(parse_rfc3339("2026-11-23T22:57:00.123Z") == at);
    CHECK(parse_rfc3339("2026-11-24T05:57:00.123456+07:00") == at);
}

TEST_CASE("time: what is no RFC 3339 time is malformed", "[core][time]") {
    for (const char* text : {"", "2026-11-23", "2026-02-30T00:00:00Z", "2026-11-23T22:57:00",
                             "2026-11-23T25:00:00Z", "2026-11-23T22:57:00Zx"}) {
        CAPTURE(text);
        const auto parsed = parse_rfc3339(text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == Errc::malformed);
    }
}

TEST_CASE("time: durations are read with their unit and written so", "[core][time]") {
    CHECK(parse_duration("250ms") == Duration{250});
    CHECK(parse_duration("1h30m") == Duration{90min});
    CHECK(parse_duration("2.5s") == Duration{2500});
    CHECK(parse_duration("1w") == Duration{168h});
    CHECK(format_duration(Duration{90min}) == "1h30m");
    CHECK(format_duration(Duration{0}) == "0s");
}

TEST_CASE("time: a duration without a unit says how to write it", "[core][time]") {
    for (const char* text : {"", "30", "s", "5 m", "1y", "-5s", "200000d"}) {
        CAPTURE(text);
        const auto parsed = parse_duration(text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().what.find("30s") != std::string::npos);
    }
}

TEST_CASE("time: people read two parts at most", "[core][time]") {
    CHECK(describe_duration(Duration{400}) == "under 1 s");
    CHECK(describe_duration(Duration{9min}) == "9 min");
    CHECK(describe_duration(Duration{112min}) == "1 h 52 min");
    CHECK(describe_duration(Duration{76h}) == "3 d 4 h");
    CHECK(describe_duration(Duration{720min}) == "12 h");
}

TEST_CASE("time: seconds beyond a century are cut to it", "[core][time]") {
    CHECK(from_seconds(1.5) == Duration{1500});
    CHECK(from_seconds(1e300) == from_seconds(1e200));
    CHECK(from_seconds(std::numeric_limits<double>::quiet_NaN()) > Duration{0});
}
