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

}  // namespace
}  // namespace foreshock::collectors
