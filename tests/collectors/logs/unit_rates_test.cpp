#include "collectors/logs/unit_rates.hpp"

#include <catch2/catch.hpp>

#include "tests/support/manual_clock.hpp"
#include "tests/support/recording_sink.hpp"

namespace foreshock::collectors {
namespace {

using enum LogSeverity;
using std::chrono::minutes;
using std::chrono::seconds;

std::string series(const std::string& unit) {
    return "log.unit.error_per_second{source=\"journal\",unit=\"" + unit + "\"}";
}

struct Bench {
    void say(const std::string& unit, int lines) {
        for (int i = 0; i < lines; ++i)
            rates.see(unit, error);
    }

    void tick(Duration after = seconds{1}) {
        clock.advance(after);
        sink.clear();
        rates.emit(clock.now(), sink);
    }

    UnitRates rates{"journal"};
    test::ManualClock clock;
    test::RecordingSink sink;
};

TEST_CASE("unit rates: lines are counted by unit and class", "[collectors][logs]") {
    Bench bench;
    bench.tick();
    bench.rates.see("nginx.service", critical);
    bench.rates.see("nginx.service", warning);
    bench.rates.see("nginx.service", debug);
    bench.rates.see("nginx.service", debug);
    bench.rates.see("", error);
    bench.tick(seconds{2});
    CHECK(bench.sink.value(series("nginx.service")) == 0.5);
    CHECK(bench.sink.value("log.unit.warning_per_second{source=\"journal\",unit="
                           "\"nginx.service\"}") == 0.5);
    CHECK(bench.sink.value("log.unit.other_per_second{source=\"journal\",unit="
                           "\"nginx.service\"}") == 1.0);
    CHECK(bench.sink.count("log.unit.") == 3);
    bench.tick();
    CHECK(bench.sink.value(series("nginx.service")) == 0.0);
}

TEST_CASE("unit rates: the 33rd unit is shown only when it is far louder", "[collectors][logs]") {
    Bench bench;
    bench.tick();
    for (std::size_t i = 0; i < UnitRates::shown_max; ++i)
        bench.say("unit" + std::to_string(i), 10);
    bench.tick();
    CHECK(bench.sink.count("log.unit.error") == UnitRates::shown_max);
    bench.say("late", 15);
    bench.tick(UnitRates::review_every);
    CHECK_FALSE(bench.sink.has(series("late")));
    bench.say("late", 15);
    bench.tick(UnitRates::review_every);
    CHECK(bench.sink.has(series("late")));
    CHECK(bench.sink.count("log.unit.error") == UnitRates::shown_max);
}

TEST_CASE("unit rates: a unit that has been silent for hours is forgotten", "[collectors][logs]") {
    Bench bench;
    bench.say("once", 1);
    bench.tick();
    for (int i = 0; i < 60; ++i)
        bench.tick(minutes{1});
    CHECK(bench.rates.known() == 1);
    for (int i = 0; i < 80; ++i)
        bench.tick(minutes{1});
    CHECK(bench.rates.known() == 0);
    CHECK(bench.sink.count("log.unit.") == 0);
}

TEST_CASE("unit rates: no more units are known than the bound", "[collectors][logs]") {
    Bench bench;
    for (std::size_t i = 0; i <= UnitRates::known_max; ++i)
        bench.say("unit" + std::to_string(i), 1);
    CHECK(bench.rates.known() == UnitRates::known_max);
}

}  // namespace
}  // namespace foreshock::collectors
