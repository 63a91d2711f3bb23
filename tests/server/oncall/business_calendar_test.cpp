#include "server/oncall/business_calendar.hpp"

#include <catch2/catch.hpp>

namespace foreshock::oncall {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TimePoint at(const std::string& text) {
    return parse_rfc3339(text).value();
}

BusinessCalendar calendar(const std::string& text, const std::string& zone = "UTC",
                          std::vector<Holiday> holidays = {}) {
    desk::WeeklyHours weekly{{text}, {desk::parse_daily_hours(text).value()}, zone};
    return BusinessCalendar::make("office", std::move(weekly), std::move(holidays)).value();
}

TEST_CASE("calendar: a promise given on Friday evening is due on Monday", "[oncall][calendar]") {
    const BusinessCalendar office = calendar("mon-fri 08:00-18:00");
    // 2026-03-06 is a Friday.
    CHECK(office.after(at("2026-03-06T17:00:00Z"), hours{2}) == at("2026-03-09T09:00:00Z"));
    CHECK(office.after(at("2026-03-07T12:00:00Z"), hours{2}) == at("2026-03-09T10:00:00Z"));
    CHECK(office.open_time(at("2026-03-06T17:00:00Z"), at("2026-03-09T09:00:00Z")) == hours{2});
    CHECK_FALSE(office.is_open(at("2026-03-07T12:00:00Z")));
    CHECK(office.is_open(at("2026-03-09T08:00:00Z")));
}

TEST_CASE("calendar: nobody works on a holiday, which begins and ends on the wall",
          "[oncall][calendar]") {
    const BusinessCalendar bangkok = calendar("daily 00:00-24:00", "Asia/Bangkok",
                                              {parse_holiday("2026-04-13 Songkran").value()});
    CHECK(bangkok.open_time(at("2026-04-12T00:00:00Z"), at("2026-04-14T00:00:00Z")) == hours{24});
    CHECK_FALSE(bangkok.is_open(at("2026-04-12T17:00:00Z")));
    CHECK(bangkok.is_open(at("2026-04-13T17:00:00Z")));
}

TEST_CASE("calendar: open time adds up to the promise, whatever the clocks do",
          "[oncall][calendar][dst]") {
    const BusinessCalendar berlin = calendar("daily 01:00-04:00", "Europe/Berlin");
    for (const char* day : {"2026-03-27T20:00:00Z", "2026-10-23T20:00:00Z"}) {
        for (int i = 1; i < 60; ++i) {
            const TimePoint due = berlin.after(at(day), minutes{17} * i);
            CHECK(berlin.open_time(at(day), due) == minutes{17} * i);
        }
    }
}

TEST_CASE("calendar: one that does not open for years is given up", "[oncall][calendar]") {
    std::vector<Holiday> holidays;
    for (auto day = desk::parse_local_date("2026-03-01").value(); holidays.size() < 1000;
         day += std::chrono::days{1})
        holidays.push_back({day, ""});
    const BusinessCalendar closed = calendar("daily 08:00-18:00", "UTC", holidays);
    const TimePoint now = at("2026-03-02T00:00:00Z");
    CHECK(closed.after(now, minutes{1}) == now + BusinessCalendar::search_max);
    holidays.push_back(holidays.back());
    desk::WeeklyHours weekly{{}, {desk::parse_daily_hours("daily 08:00-18:00").value()}, "UTC"};
    CHECK_FALSE(BusinessCalendar::make("x", weekly, holidays));
    CHECK_FALSE(BusinessCalendar::make("x", {{}, {}, "UTC"}, {}));
    CHECK_FALSE(parse_holiday("31.12.2026"));
}

}  // namespace
}  // namespace foreshock::oncall
