#include "collectors/system/unit_reading.hpp"

#include <limits>

#include "fake_unit_bus.hpp"
#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

constexpr TimePoint now = from_unix_ms(1'790'000'000'000);
constexpr std::uint64_t now_us = 1'790'000'000'000'000;
constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

UnitsReading reading_of(test::FakeUnits& units) {
    test::FakeUnitBus bus{units};
    EnabledServices enabled;
    auto reading = read_units(bus, enabled, 1'000'000);
    REQUIRE(reading);
    return std::move(*reading);
}

TEST_CASE("units: services that run, are enabled or failed are worth watching",
          "[collectors][units]") {
    test::FakeUnits units;
    units.add("nginx.service", "active", "running");
    units.add("backup.service", "inactive", "dead");
    units.add("shop.service", "inactive", "dead");
    units.add("user@1000.service", "active", "running");
    units.add("var-backup.mount", "failed", "failed");
    units.add("boot.mount", "active", "mounted");
    units.texts["/unit/shop.service Unit.UnitFileState"] = "enabled";
    units.texts["/unit/backup.service Unit.UnitFileState"] = "static";
    units.numbers["/unit/nginx.service Service.NRestarts"] = 3;
    const UnitsReading reading = reading_of(units);
    REQUIRE(reading.units.size() == 3);
    CHECK(reading.units[0].name == "nginx.service");
    CHECK(reading.units[0].restarts == 3U);
    CHECK(reading.units[1].name == "shop.service");
    CHECK_FALSE(reading.units[1].restarts);
    CHECK(reading.units[2].name == "var-backup.mount");
    CHECK(reading.total == 6);
    CHECK(reading.active == 3);
    CHECK(reading.failed == 1);
}

TEST_CASE("units: what is enabled is asked once in a while only", "[collectors][units]") {
    test::FakeUnits units;
    units.add("shop.service", "inactive", "dead");
    test::FakeUnitBus bus{units};
    EnabledServices enabled;
    REQUIRE(read_units(bus, enabled, 1'000'000)->units.empty());
    const std::size_t first = std::exchange(units.questions, 0);
    REQUIRE(read_units(bus, enabled, 11'000'000)->units.empty());
    CHECK(units.questions == first - 1);
    units.texts["/unit/shop.service Unit.UnitFileState"] = "enabled";
    CHECK(read_units(bus, enabled, 302'000'000)->units.size() == 1);
}

TEST_CASE("units: more units than the bound are counted and left out", "[collectors][units]") {
    test::FakeUnits units;
    for (std::size_t i = 0; i < UnitsReading::units_max + 2; ++i)
        units.add("s" + std::to_string(i) + ".service", "active", "running");
    for (std::size_t i = 0; i < UnitsReading::timers_max + 1; ++i)
        units.add("t" + std::to_string(i) + ".timer", "active", "waiting");
    units.jobs.resize(UnitsReading::jobs_max + 1);
    const UnitsReading reading = reading_of(units);
    CHECK(reading.units.size() == UnitsReading::units_max);
    CHECK(reading.timers.size() == UnitsReading::timers_max);
    CHECK(reading.jobs.size() == UnitsReading::jobs_max);
    CHECK(reading.left_out == 3);
}

TEST_CASE("units: timers and sockets are asked for their numbers", "[collectors][units]") {
    test::FakeUnits units;
    units.add("logrotate.timer", "active", "waiting");
    units.add("off.timer", "inactive", "dead");
    units.add("sshd.socket", "active", "listening");
    units.numbers["/unit/logrotate.timer Timer.LastTriggerUSec"] = 5;
    units.numbers["/unit/logrotate.timer Timer.NextElapseUSecRealtime"] = 6;
    units.numbers["/unit/sshd.socket Socket.NAccepted"] = 7;
    units.numbers["/unit/sshd.socket Socket.Accept"] = 1;
    units.numbers["/unit/sshd.socket Socket.NConnections"] = 2;
    units.numbers["/unit/sshd.socket Socket.MaxConnections"] = 64;
    const UnitsReading reading = reading_of(units);
    REQUIRE(reading.timers.size() == 1);
    CHECK(reading.timers[0].waits);
    CHECK(reading.timers[0].last_us == 5);
    CHECK(reading.timers[0].next_realtime_us == 6);
    REQUIRE(reading.sockets.size() == 1);
    CHECK(reading.sockets[0].accepted == 7U);
    CHECK_FALSE(reading.sockets[0].refused);
    CHECK(reading.sockets[0].connections == 2U);
    CHECK(reading.sockets[0].connections_max == 64U);
}

TEST_CASE("units: a timer that waits for a time that is over is late", "[collectors][units]") {
    const TimerTimes late{"a.timer", true, 0, now_us - 5'000'000, 0};
    CHECK(*seconds_until_next(late, now, 0) == Approx(-5));
    const TimerTimes early{"a.timer", true, 0, now_us + 5'000'000, never};
    CHECK(*seconds_until_next(early, now, 0) == Approx(5));
    const TimerTimes soonest{"a.timer", true, 0, now_us + 5'000'000, 12'000'000};
    CHECK(*seconds_until_next(soonest, now, 10'000'000) == Approx(2));
    const TimerTimes monotonic{"a.timer", true, 0, never, 9'000'000};
    CHECK(*seconds_until_next(monotonic, now, 10'000'000) == Approx(-1));
}

TEST_CASE("units: a timer whose unit runs, or that is over for good, is not late",
          "[collectors][units]") {
    CHECK_FALSE(seconds_until_next({"a.timer", false, 0, now_us - 5'000'000, 0}, now, 0));
    CHECK_FALSE(seconds_until_next({"a.timer", true, 0, 0, never}, now, 0));
}

TEST_CASE("units: a state is told with what its sub-state adds", "[collectors][units]") {
    CHECK(state_text({"a", "active", "running", {}}) == "active");
    CHECK(state_text({"a", "active", "exited", {}}) == "active (exited)");
    CHECK(state_text({"a", "inactive", "dead", {}}) == "inactive");
    CHECK(state_text({"a", "failed", "failed", {}}) == "failed");
    CHECK(state_text({"a", "activating", "auto-restart", {}}) == "activating (auto-restart)");
}

TEST_CASE("units: a bus that does not answer is an error", "[collectors][units]") {
    test::FakeUnits units;
    units.is_away = true;
    test::FakeUnitBus bus{units};
    EnabledServices enabled;
    CHECK(read_units(bus, enabled, 0).error().code == Errc::unavailable);
}

}  // namespace
}  // namespace foreshock::collectors
