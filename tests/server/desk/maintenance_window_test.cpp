#include "server/desk/maintenance_window.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using desk::MaintenanceWindow;
using namespace std::chrono_literals;

namespace {

TimePoint utc(const char* text) {
    return parse_rfc3339(text).value();
}

MaintenanceWindow nightly() {
    MaintenanceWindow window;
    window.matchers = {{"host", "db-.*", true}};
    window.owner = "bo";
    window.reason = "backup";
    window.recurrence = {"FREQ=DAILY", "", "Europe/Berlin", "2026-03-01T01:30", {}};
    window.duration = 2h;
    window.until = utc("2026-12-01T00:00:00Z");
    return window;
}

std::vector<desk::WindowSpan> spans(const MaintenanceWindow& window, const char* at,
                                    std::size_t count = 2) {
    const auto recurrence = desk::Recurrence::parse(window.recurrence).value();
    return desk::spans_after(window, recurrence, utc(at), count);
}

std::string refusal_of(const MaintenanceWindow& window) {
    const auto good = desk::check(window, utc("2026-03-01T00:00:00Z"));
    REQUIRE_FALSE(good);
    return good.error().what;
}

}  // namespace

TEST_CASE("maintenance window: the span that is open comes first, then the next", "[desk]") {
    const auto found = spans(nightly(), "2026-03-10T02:29:59Z");
    REQUIRE(found.size() == 2);
    CHECK(found[0].starts_at == utc("2026-03-10T00:30:00Z"));
    CHECK(found[0].ends_at == utc("2026-03-10T02:30:00Z"));
    CHECK(found[0].covers(utc("2026-03-10T02:29:59Z")));
    CHECK_FALSE(found[0].covers(utc("2026-03-10T02:30:00Z")));
    CHECK(found[1].local == "2026-03-11T01:30:00+01:00");
    CHECK(spans(nightly(), "2026-03-10T02:30:00Z", 1)[0].starts_at == utc("2026-03-11T00:30:00Z"));
}

TEST_CASE("maintenance window: in a night in which clocks are set it lasts as long as ever",
          "[desk]") {
    const auto spring = spans(nightly(), "2026-03-29T00:30:00Z", 1)[0];
    CHECK(spring.local == "2026-03-29T01:30:00+01:00");
    CHECK(spring.ends_at == utc("2026-03-29T02:30:00Z"));  // 04:30 on the wall
    const auto autumn = spans(nightly(), "2026-10-24T23:30:00Z", 1)[0];
    CHECK(autumn.local == "2026-10-25T01:30:00+02:00");
    CHECK(autumn.ends_at == utc("2026-10-25T01:30:00Z"));  // 02:30 on the wall, second pass
}

TEST_CASE("maintenance window: nothing of it lasts beyond its end", "[desk]") {
    MaintenanceWindow window = nightly();
    window.until = utc("2026-03-10T01:00:00Z");
    const auto found = spans(window, "2026-03-10T00:00:00Z", 5);
    REQUIRE(found.size() == 1);
    CHECK(found[0].ends_at == window.until);
}

TEST_CASE("maintenance window: one that ended early is over, the next one is not", "[desk]") {
    MaintenanceWindow window = nightly();
    window.ended_occurrence = utc("2026-03-10T00:30:00Z");
    window.ended_at = utc("2026-03-10T01:00:00Z");
    CHECK(spans(window, "2026-03-10T00:59:00Z", 1)[0].ends_at == window.ended_at);
    CHECK(spans(window, "2026-03-10T01:00:00Z", 1)[0].starts_at == utc("2026-03-11T00:30:00Z"));
}

TEST_CASE("maintenance window: what is wrong is named, with how to do better", "[desk]") {
    CHECK(desk::check(nightly(), utc("2026-03-01T00:00:00Z")));
    MaintenanceWindow window = nightly();
    window.owner = "";
    CHECK(refusal_of(window).starts_with("owner: "));
    window = nightly();
    window.matchers.clear();
    CHECK(refusal_of(window).starts_with("matchers: "));
    window = nightly();
    window.duration = 59s;
    CHECK(refusal_of(window) == "duration: takes 1m to 7d");
    window.duration = 169h;
    CHECK(refusal_of(window) == "duration: takes 1m to 7d");
    window.duration = 25h;
    CHECK(refusal_of(window).find("begins while the occurrence") != std::string::npos);
    window = nightly();
    window.until = utc("2026-02-01T00:00:00Z");
    CHECK(refusal_of(window) == "until: is in the past");
    window.until = utc("2036-02-01T00:00:00Z");
    CHECK(refusal_of(window).starts_with("until: at most five years"));
    window = nightly();
    window.until = utc("2026-03-01T00:10:00Z");
    CHECK(refusal_of(window).starts_with("recurrence: no occurrence"));
    window = nightly();
    window.recurrence.zone = "Mars/Olympus";
    CHECK(refusal_of(window).starts_with("zone: "));
}

TEST_CASE("maintenance window: spans that touch do not overlap", "[desk]") {
    MaintenanceWindow window = nightly();
    window.duration = 24h;
    // In spring a day has 23 hours: there they would.
    CHECK(refusal_of(window).find("2026-03-30T01:30:00+02:00") != std::string::npos);
    window.recurrence.zone = "UTC";
    CHECK(desk::check(window, utc("2026-03-01T00:00:00Z")));
}
