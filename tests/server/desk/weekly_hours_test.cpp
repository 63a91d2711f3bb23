#include "server/desk/weekly_hours.hpp"

#include <catch2/catch.hpp>

namespace foreshock::desk {
namespace {

using incidents::TimeSpan;

TimePoint at(const std::string& text) {
    return *parse_rfc3339(text);
}

std::vector<TimeSpan> resolved(const std::string& text, const std::string& zone,
                               const std::string& from, const std::string& to) {
    WeeklyHours hours{{text}, {*parse_daily_hours(text)}, zone};
    return *resolve_hours(hours, {at(from), at(to)});
}

TEST_CASE("weekly hours: days and times are read", "[desk][services]") {
    const auto week = parse_daily_hours("mon-fri 08:00-18:30");
    REQUIRE(week);
    CHECK(week->days == 0x1f);
    CHECK(week->begin == std::chrono::hours{8});
    CHECK(week->end == std::chrono::minutes{18 * 60 + 30});
    CHECK(parse_daily_hours("sat,mon 10:00-24:00")->days == 0x21);
    CHECK(parse_daily_hours("fri-mon 10:00-12:00")->days == 0x71);
    CHECK(parse_daily_hours("daily 22:00-06:00")->days == 0x7f);
}

TEST_CASE("weekly hours: what is no time of the week is refused with an example",
          "[desk][services]") {
    for (const char* text :
         {"", "mon", "mon 8:00-9:00", "mon 08:00", "mon 08:00-25:00", "mon 24:00-25:00",
          "moon 08:00-09:00", "mon, 08:00-09:00", "mon-fri 08:60-09:00", "mon 08:00-09:000"}) {
        CAPTURE(text);
        const auto daily = parse_daily_hours(text);
        REQUIRE_FALSE(daily);
        CHECK_THAT(daily.error().what, Catch::Contains("mon-fri 08:00-18:00"));
    }
}

TEST_CASE("weekly hours: they are worked out in their zone", "[desk][services]") {
    // 2026-11-27 is a Friday; Bangkok is seven hours ahead.
    const auto spans = resolved("mon-fri 08:00-18:00", "Asia/Bangkok", "2026-11-26T00:00:00Z",
                                "2026-11-29T00:00:00Z");
    REQUIRE(spans.size() == 2);
    CHECK(spans[0] == TimeSpan{at("2026-11-26T01:00:00Z"), at("2026-11-26T11:00:00Z")});
    CHECK(spans[1] == TimeSpan{at("2026-11-27T01:00:00Z"), at("2026-11-27T11:00:00Z")});
}

TEST_CASE("weekly hours: in summer time and out of it the wall's clock counts",
          "[desk][services]") {
    const auto spans = resolved("daily 08:00-09:00", "Europe/Berlin", "2026-10-24T00:00:00Z",
                                "2026-10-26T00:00:00Z");
    REQUIRE(spans.size() == 2);
    CHECK(spans[0].begin == at("2026-10-24T06:00:00Z"));
    CHECK(spans[1].begin == at("2026-10-25T07:00:00Z"));
}

TEST_CASE("weekly hours: over midnight, cut to what was asked for", "[desk][services]") {
    const auto spans =
        resolved("daily 22:00-06:00", "UTC", "2026-11-26T00:00:00Z", "2026-11-27T00:00:00Z");
    REQUIRE(spans.size() == 2);
    CHECK(spans[0] == TimeSpan{at("2026-11-26T00:00:00Z"), at("2026-11-26T06:00:00Z")});
    CHECK(spans[1] == TimeSpan{at("2026-11-26T22:00:00Z"), at("2026-11-27T00:00:00Z")});
}

TEST_CASE("weekly hours: those that touch are one", "[desk][services]") {
    const auto spans =
        resolved("daily 00:00-24:00", "UTC", "2026-11-26T00:00:00Z", "2026-11-29T00:00:00Z");
    REQUIRE(spans.size() == 1);
    CHECK(spans[0].end == at("2026-11-29T00:00:00Z"));
}

TEST_CASE("weekly hours: an unknown zone is an error", "[desk][services]") {
    WeeklyHours hours{{}, {}, "Asia/Nowhere"};
    CHECK_FALSE(resolve_hours(hours, {at("2026-11-26T00:00:00Z"), at("2026-11-27T00:00:00Z")}));
}

}  // namespace
}  // namespace foreshock::desk
