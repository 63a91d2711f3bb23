#include "collectors/restart_watch.hpp"

#include <initializer_list>

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

bool look(RestartWatch& watch, std::initializer_list<std::uint64_t> starts) {
    for (const std::uint64_t start : starts)
        watch.see(start);
    return watch.end_look();
}

TimePoint at(int second) {
    return from_unix_ms(1'790'000'000'000) + std::chrono::seconds{second};
}

TEST_CASE("restart watch: one process that is replaced by a later one", "[collectors][process]") {
    RestartWatch watch;
    CHECK_FALSE(watch.was_seen());
    CHECK_FALSE(look(watch, {}));
    CHECK_FALSE(look(watch, {100}));
    CHECK(watch.was_seen());
    CHECK_FALSE(look(watch, {100}));
    CHECK(look(watch, {150}));
    CHECK_FALSE(look(watch, {150}));
}

TEST_CASE("restart watch: the time in between does not matter", "[collectors][process]") {
    RestartWatch watch;
    look(watch, {100});
    CHECK_FALSE(look(watch, {}));
    CHECK_FALSE(look(watch, {}));
    CHECK(look(watch, {900}));
}

TEST_CASE("restart watch: new workers of a server that lives on are none",
          "[collectors][process]") {
    RestartWatch watch;
    look(watch, {100, 101, 102});
    CHECK_FALSE(look(watch, {100, 200, 201}));
    CHECK_FALSE(look(watch, {200, 201}));
    CHECK(look(watch, {300, 301}));
    CHECK_FALSE(look(watch, {300, 301, 302}));
}

TEST_CASE("restart watch: one that takes over before the old one ends is none",
          "[collectors][process]") {
    RestartWatch watch;
    look(watch, {100});
    CHECK_FALSE(look(watch, {100, 200}));
    CHECK_FALSE(look(watch, {200}));
}

TEST_CASE("restart watch: the restarts of the last ten minutes are counted",
          "[collectors][process]") {
    RestartWatch watch;
    for (int minute = 0; minute < 5; ++minute) {
        watch.see(100 + minute);
        CHECK(watch.end_look(at(60 * minute)) == (minute > 0));
    }
    CHECK(watch.recent(at(240)) == 4);
    CHECK(watch.recent(at(300)) == 4);
    for (int i = 0; i < 100; ++i) {
        watch.see(1000 + i);
        watch.end_look(at(1200));
    }
    CHECK(watch.recent(at(1200)) == RestartWatch::recent_max);
}

TEST_CASE("restart watch: what lives twice as long as between its restarts has recovered",
          "[collectors][process]") {
    RestartWatch watch;
    std::uint64_t ticks = 100;
    for (const int second : {0, 25, 43, 55, 60}) {
        watch.see(++ticks);
        watch.end_look(at(second));
    }
    CHECK(watch.recent(at(60)) == 4);
    CHECK(watch.recent(at(95)) == 4);
    CHECK(watch.recent(at(96)) == 0);
    watch.see(++ticks);
    watch.end_look(at(100));
    CHECK(watch.recent(at(100)) == 5);
}

TEST_CASE("restart watch: what crashed ever sooner is measured by its last lives",
          "[collectors][process]") {
    RestartWatch watch;
    std::uint64_t ticks = 100;
    for (const int second : {0, 60, 85, 103, 109, 114, 118}) {
        watch.see(++ticks);
        watch.end_look(at(second));
    }
    CHECK(watch.recent(at(147)) == 6);
    CHECK(watch.recent(at(148)) == 0);
}

TEST_CASE("restart watch: what does not live has not recovered", "[collectors][process]") {
    RestartWatch watch;
    for (const int second : {0, 5, 10, 15}) {
        watch.see(100 + static_cast<std::uint64_t>(second));
        watch.end_look(at(second));
    }
    watch.end_look(at(16));
    CHECK(watch.recent(at(60)) == 3);
    watch.see(200);
    watch.end_look(at(61));
    CHECK(watch.recent(at(61)) == 4);
}

}  // namespace
}  // namespace foreshock::collectors
