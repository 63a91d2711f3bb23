#include "server/render/suppression_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/suppression_samples.hpp"

using namespace foreshock;
using nlohmann::json;

TEST_CASE("suppression json: a silence says all that it carries", "[render]") {
    const auto silence = test::silence_of_host("s-1", "web-1");
    const json got = json::parse(render::silence_json(silence, test::at_second(10)));
    CHECK(got["id"] == "s-1");
    CHECK(got["state"] == "active");
    CHECK(got["matches"] == R"({host="web-1", kind!~"disk|memory.*"})");
    CHECK(got["matchers"][1]["is_equal"] == false);
    CHECK(got["end_when_quiet"] == "10m");
    CHECK(got["warn_before"] == "5m");
    CHECK(got["ended_by"] == "person");
    CHECK(got["warned_at"] == format_rfc3339(test::at_second(3000)));
    CHECK(json::parse(render::silence_json(silence, silence.ends_at))["state"] == "expired");
}

TEST_CASE("suppression json: a window says when it comes, in both times", "[render]") {
    auto window = test::nightly_window("w-1");
    window.ended_occurrence.reset();
    const auto ready = [&](TimePoint now) {
        auto made = desk::ReadyWindow::make(window).value();
        made.look_ahead(now);
        return json::parse(render::window_json(made, now, 2));
    };
    const json got = ready(test::at_second(0));  // 2026-09-21T14:13:20Z
    CHECK(got["state"] == "pending");
    CHECK(got["rrule"] == "FREQ=DAILY");
    CHECK(got["cron"].is_null());
    CHECK(got["duration"] == "2h");
    CHECK(got["except"] == json::array({"2026-12-25"}));
    REQUIRE(got["occurrences"].size() == 2);
    CHECK(got["occurrences"][0]["local"] == "2026-09-22T01:30:00+02:00");
    CHECK(got["occurrences"][0]["starts_at"] == "2026-09-21T23:30:00.000Z");
    CHECK(got["occurrences"][0]["ends_at"] == "2026-09-22T01:30:00.000Z");
    CHECK(ready(parse_rfc3339("2026-09-21T23:30:00Z").value())["state"] == "active");
    CHECK(ready(window.until)["state"] == "expired");
}
