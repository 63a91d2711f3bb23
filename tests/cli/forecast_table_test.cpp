#include "cli/forecast_table.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::cli;

namespace {

const TimePoint now = from_unix_ms(1'790'000'000'000);

Look look() {
    return {now, {}, 160, false};
}

AccuracyLine accuracy(const std::string& host) {
    AccuracyLine line;
    line.kind = "filesystem.space.exhaustion";
    line.host = host;
    line.hit = 6;
    line.never = 2;
    line.precision = 0.75;
    line.median_lead = std::chrono::minutes{23};
    line.false_alarms_per_host_week = 0.256;
    return line;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("forecast table: nothing announced and nothing ended is said in words", "[cli]") {
    CHECK(render_forecasts({}, look()) ==
          "Nothing is announced.\nNo forecast has ended in the last 90 days.\n");
}

TEST_CASE("forecast table: what is announced comes with the time left", "[cli]") {
    ForecastList list;
    list.open = {{"filesystem.space.exhaustion", "web-1", "filesystem /var", "writes to /var fail",
                  now + std::chrono::minutes{9}, 0.84},
                 {"memory.exhaustion", "web-2", "memory", "processes are killed",
                  now - std::chrono::minutes{1}, 0.5}};
    const std::string text = render_forecasts(list, look());
    CHECK(has(text, "9m00s  84%   web-1  filesystem /var  writes to /var fail\n"));
    CHECK(has(text, "due    50%   web-2  memory"));
}

TEST_CASE("forecast table: a kind is told over all hosts, and per host where there are several",
          "[cli]") {
    ForecastList list;
    list.accuracy = {accuracy(""), accuracy("web-1")};
    const std::string one = render_forecasts(list, look());
    CHECK(has(one, "filesystem.space.exhaustion  6"));
    CHECK(has(one, "75%"));
    CHECK(has(one, "23m00s"));
    CHECK(has(one, "0.26\n"));
    CHECK_FALSE(has(one, "web-1"));
    list.accuracy.push_back(accuracy("web-2"));
    const std::string two = render_forecasts(list, look());
    CHECK(has(two, "\n  web-1"));
    CHECK(has(two, "\n  web-2"));
}

TEST_CASE("forecast table: what is not known is a dash", "[cli]") {
    ForecastList list;
    AccuracyLine line = accuracy("");
    line.precision.reset();
    line.median_lead.reset();
    list.accuracy = {line};
    CHECK(has(render_forecasts(list, look()), "-     -     0.26\n"));
}

TEST_CASE("forecasts: the API's answer is read, absent parts are empty", "[cli]") {
    const auto list = read_forecasts(R"({"window_seconds":1,"open":[{"host":"a","confidence":0.5,
        "expected_at":"2026-09-21T13:46:40.000Z"},{}],"accuracy":[{"kind":"k","host":null,"hit":2,
        "precision":null,"median_lead_seconds":90},{"host":"b","precision":1}]})");
    REQUIRE(list);
    REQUIRE(list->open.size() == 2);
    CHECK(list->open[0].host == "a");
    CHECK(list->open[0].expected);
    CHECK_FALSE(list->open[1].expected);
    REQUIRE(list->accuracy.size() == 2);
    CHECK(list->accuracy[0].host.empty());
    CHECK(list->accuracy[0].hit == 2);
    CHECK_FALSE(list->accuracy[0].precision);
    CHECK(list->accuracy[0].median_lead == std::chrono::seconds{90});
    CHECK(list->accuracy[1].precision == 1.0);
    CHECK_FALSE(read_forecasts("[]"));
    CHECK_FALSE(read_forecasts("<html>"));
}
