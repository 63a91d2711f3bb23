#include "collectors/load_surplus.hpp"

#include <cmath>

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

constexpr Duration second = std::chrono::seconds{1};

/// A host whose load average goes as the kernel's does, and whoever watches it.
struct Host {
    std::uint64_t running = 0;       ///< at the moments at which the kernel counts
    std::uint64_t more_with_us = 0;  ///< wake when we do and sleep when it counts
    std::uint64_t stuck = 0;
    std::uint64_t disk_waiters = 0;
    double load = 0;
    TimePoint now = from_unix_ms(0);
    LoadSurplus surplus{};
    int looks = 0;

    void pass_second() {
        now += second;
        const double e = 1884.0 / 2048.0;  // EXP_1
        const auto seconds =
            std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
        if (seconds.count() % 5 == 3)
            load = load * e + static_cast<double>(running + stuck + disk_waiters) * (1 - e);
        const double told = std::round(load * 100) / 100;
        surplus.see(now, {told, running + more_with_us + 1, disk_waiters});
    }

    /// Each look is over at once.
    void pass(int seconds) {
        for (int i = 0; i < seconds; ++i) {
            pass_second();
            if (!surplus.asks_for_look()) continue;
            surplus.looked();
            ++looks;
        }
    }

    /// How many seconds until a look is asked for.
    int seconds_to_look(int seconds_max = 1000) {
        for (int i = 1; i <= seconds_max; ++i) {
            pass_second();
            if (surplus.asks_for_look()) return i;
        }
        return seconds_max;
    }
};

TEST_CASE("load surplus: an idle host needs no look", "[collectors][load_surplus]") {
    Host host;
    host.pass(3600);
    CHECK(host.looks == 0);
}

TEST_CASE("load surplus: a task stuck on an idle host is looked for within 26 seconds",
          "[collectors][load_surplus]") {
    Host host;
    host.pass(600);
    host.stuck = 1;
    CHECK(host.seconds_to_look() <= 26);
}

TEST_CASE("load surplus: a busy host needs a look every two minutes",
          "[collectors][load_surplus]") {
    Host host;
    host.running = 3;
    host.pass(600);  // until the average says what runs
    host.looks = 0;
    host.pass(3600);
    CHECK(host.looks == 30);
}

TEST_CASE("load surplus: a task stuck on a busy host is looked for within 26 seconds",
          "[collectors][load_surplus]") {
    for (const std::uint64_t more_with_us : {0, 1, 5}) {
        Host host;
        host.running = 3;
        host.more_with_us = more_with_us;
        host.pass(600);
        host.surplus.looked();
        host.stuck = 1;
        CHECK(host.seconds_to_look() <= 26);
        host.surplus.looked();
        host.pass(600);
        host.surplus.looked();
        host.stuck = 2;  // and one more, while the first is known
        CHECK(host.seconds_to_look() <= 26);
    }
}

TEST_CASE("load surplus: what is busy for a while leaves no reason for looks behind",
          "[collectors][load_surplus]") {
    Host host;
    for (int hour = 0; hour < 24; ++hour) {
        host.running = 1;
        host.pass(60);
        host.running = 0;
        host.pass(3540);
    }
    // While the load average has room: less than three minutes of each hour.
    CHECK(host.looks <= 4 * 24);
}

TEST_CASE(
    "load surplus: where one is counted too often just when one gets stuck, it takes two "
    "minutes",
    "[collectors][load_surplus]") {
    Host host;
    host.running = 3;
    host.pass(600);
    host.surplus.looked();
    host.stuck = 1;
    host.more_with_us = 1;
    const int seconds = host.seconds_to_look();
    CHECK(seconds > 26);
    CHECK(seconds <= 120);
}

TEST_CASE("load surplus: a task that waits for a disk all the time is looked for in ten seconds",
          "[collectors][load_surplus]") {
    Host host;
    host.running = 3;
    host.pass(600);
    host.surplus.looked();
    host.disk_waiters = 1;
    CHECK(host.seconds_to_look() <= 11);
    host.surplus.looked();
    host.disk_waiters = 0;
    host.pass(1);
    host.disk_waiters = 1;
    host.pass_second();
    CHECK_FALSE(host.surplus.asks_for_look());
}

TEST_CASE("load surplus: where running tasks come and go a rise must be larger",
          "[collectors][load_surplus]") {
    for (const double rise : {1.3, 1.8}) {
        LoadSurplus surplus;
        TimePoint now = from_unix_ms(0);
        const auto see = [&](double load) {
            now += second;
            const bool even = now.time_since_epoch() / second % 2 == 0;
            surplus.see(now, {load, even ? 1U : 9U, 0});  // the deviation is 4
        };
        for (int i = 0; i < 600; ++i)
            see(4);
        surplus.looked();
        for (int i = 0; i < 10; ++i)
            see(4 + rise);
        CHECK(surplus.asks_for_look() == (rise > 4 * LoadSurplus::deviations_min));
    }
}

TEST_CASE("load surplus: the first reading asks, unless the load average has no room",
          "[collectors][load_surplus]") {
    LoadSurplus surplus;
    CHECK_FALSE(surplus.asks_for_look());
    surplus.see(from_unix_ms(0), {0.29, 1, 0});
    CHECK_FALSE(surplus.asks_for_look());
    surplus.see(from_unix_ms(1000), {LoadSurplus::surplus_min, 1, 0});
    CHECK(surplus.asks_for_look());
}

TEST_CASE("load surplus: after a pause or a step back of the clock it asks",
          "[collectors][load_surplus]") {
    for (const Duration step :
         {Duration{std::chrono::hours{3}}, Duration{-std::chrono::hours{3}}}) {
        Host host;
        host.running = 3;
        host.pass(600);
        host.surplus.looked();
        host.pass_second();
        CHECK_FALSE(host.surplus.asks_for_look());
        host.now += step;
        host.pass_second();
        CHECK(host.surplus.asks_for_look());
    }
}

}  // namespace
}  // namespace foreshock::collectors
