#include "collectors/system/units.hpp"

#include "fake_unit_bus.hpp"
#include <catch2/catch.hpp>

#include "collectors/system/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/inline_background.hpp"

namespace foreshock::collectors {
namespace {

struct UnitsBench : test::CollectorBench {
    UnitsBench() : CollectorBench({{"run/systemd/system/placeholder", ""}}) {
        background = &beside;
        collector = std::move(
            *make_units_with({host, space, watch, {100, 4096}, commands, background, lines},
                             [this]() -> Result<std::unique_ptr<UnitBus>> {
                                 return std::make_unique<test::FakeUnitBus>(units);
                             }));
        units.texts["/org/freedesktop/systemd1 Manager.SystemState"] = "running";
    }

    /// Asks anew, and emits what was found.
    void look() {
        REQUIRE(tick(std::chrono::seconds{10}));
        REQUIRE(tick(std::chrono::seconds{1}));
    }

    std::string fact(const std::string& name) const {
        std::vector<Fact> facts;
        collector->add_facts(facts);
        for (const Fact& one : facts) {
            if (one.name == name) return one.value;
        }
        return "(absent)";
    }

    test::InlineBackground beside;
    test::FakeUnits units;
};

TEST_CASE("units: a host without systemd has no data", "[collectors][units]") {
    test::CollectorBench bench;
    bench.make("units", system_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

TEST_CASE("units: without a background there is no data", "[collectors][units]") {
    test::CollectorBench bench{{{"run/systemd/system/placeholder", ""}}};
    bench.make("units", system_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

TEST_CASE("units: states, restarts and counts are signals, states are facts",
          "[collectors][units]") {
    UnitsBench bench;
    bench.units.add("nginx.service", "active", "running");
    bench.units.add("shop.service", "failed", "failed");
    bench.units.numbers["/unit/nginx.service Service.NRestarts"] = 4;
    bench.look();
    CHECK(bench.sink.value("systemd.units.total_count") == 2);
    CHECK(bench.sink.value("systemd.units.failed_count") == 1);
    CHECK(bench.sink.value("systemd.boot.finished") == 1);
    CHECK(bench.sink.value("systemd.state.degraded") == 0);
    CHECK(bench.sink.value("unit.state.active{unit=\"nginx.service\"}") == 1);
    CHECK(bench.sink.value("unit.state.failed{unit=\"nginx.service\"}") == 0);
    CHECK(bench.sink.value("unit.restarts.total_count{unit=\"nginx.service\"}") == 4);
    CHECK(bench.sink.value("unit.state.failed{unit=\"shop.service\"}") == 1);
    CHECK(bench.fact("unit.nginx.service") == "active");
    CHECK(bench.fact("unit.shop.service") == "failed");
    CHECK(bench.sink.doubled == 0);
}

TEST_CASE("units: systemd is asked every ten seconds, whatever the tick", "[collectors][units]") {
    UnitsBench bench;
    for (int i = 0; i < 40; ++i)
        REQUIRE(bench.tick());
    CHECK(bench.beside.started == 4);
}

TEST_CASE("units: how long a unit has been starting is counted", "[collectors][units]") {
    UnitsBench bench;
    bench.units.add("slow.service", "activating", "start");
    bench.units.texts["/unit/slow.service Unit.UnitFileState"] = "enabled";
    const std::string series = "unit.state.starting_seconds{unit=\"slow.service\"}";
    bench.look();
    CHECK(bench.sink.value(series) == 0);
    bench.look();
    CHECK(bench.sink.value(series) == 11);
    bench.units.rows[0].active_state = "active";
    bench.look();
    CHECK(bench.sink.value(series) == 0);
}

TEST_CASE("units: a unit that is gone has no values any more", "[collectors][units]") {
    UnitsBench bench;
    bench.units.add("nginx.service", "active", "running");
    bench.look();
    bench.units.rows.clear();
    bench.look();
    CHECK(bench.sink.count("unit.") == 0);
    CHECK(bench.fact("unit.nginx.service") == "(absent)");
}

TEST_CASE("units: a timer tells its last and next time and how late it is", "[collectors][units]") {
    UnitsBench bench;
    bench.units.add("backup.timer", "active", "waiting");
    const auto now_us = static_cast<std::uint64_t>(to_unix_ms(bench.clock.now())) * 1000;
    bench.units.numbers["/unit/backup.timer Timer.LastTriggerUSec"] = now_us - 60'000'000;
    bench.units.numbers["/unit/backup.timer Timer.NextElapseUSecRealtime"] = now_us + 9'000'000;
    bench.look();
    CHECK(*bench.sink.value("timer.schedule.since_last_seconds{timer=\"backup.timer\"}") ==
          Approx(71));
    CHECK(bench.sink.value("timer.schedule.until_next_seconds{timer=\"backup.timer\"}") == 0);
    CHECK(*bench.sink.value("timer.schedule.overdue_seconds{timer=\"backup.timer\"}") == Approx(2));
}

TEST_CASE("units: the oldest job tells a queue that is stuck", "[collectors][units]") {
    UnitsBench bench;
    bench.units.jobs = {{7, "shop.service", "start", "waiting"}};
    bench.look();
    CHECK(bench.sink.value("systemd.jobs.queued_count") == 1);
    CHECK(bench.sink.value("systemd.jobs.oldest_seconds") == 0);
    bench.units.jobs.push_back({8, "b.service", "start", "waiting"});
    bench.look();
    CHECK(bench.sink.value("systemd.jobs.oldest_seconds") == 11);
    bench.units.jobs = {{8, "b.service", "start", "waiting"}};
    bench.look();
    CHECK(bench.sink.value("systemd.jobs.oldest_seconds") == 11);
    bench.units.jobs.clear();
    bench.look();
    CHECK(bench.sink.value("systemd.jobs.oldest_seconds") == 0);
}

TEST_CASE("units: a starting and a degraded host are told apart", "[collectors][units]") {
    UnitsBench bench;
    std::string& state = bench.units.texts["/org/freedesktop/systemd1 Manager.SystemState"];
    state = "starting";
    bench.look();
    CHECK(bench.sink.value("systemd.boot.finished") == 0);
    state = "degraded";
    bench.look();
    CHECK(bench.sink.value("systemd.boot.finished") == 1);
    CHECK(bench.sink.value("systemd.state.degraded") == 1);
}

TEST_CASE("units: a socket with a service per connection has a use and a limit",
          "[collectors][units]") {
    UnitsBench bench;
    bench.units.add("git.socket", "active", "listening");
    bench.units.numbers["/unit/git.socket Socket.NAccepted"] = 9;
    bench.units.numbers["/unit/git.socket Socket.NRefused"] = 1;
    bench.units.numbers["/unit/git.socket Socket.Accept"] = 1;
    bench.units.numbers["/unit/git.socket Socket.NConnections"] = 3;
    bench.units.numbers["/unit/git.socket Socket.MaxConnections"] = 64;
    bench.look();
    CHECK(bench.sink.value("socket_unit.connections.accepted_count{unit=\"git.socket\"}") == 9);
    CHECK(bench.sink.value("socket_unit.connections.refused_count{unit=\"git.socket\"}") == 1);
    CHECK(bench.sink.value("socket_unit.connections.used_count{unit=\"git.socket\"}") == 3);
    CHECK(bench.sink.value("socket_unit.connections.limit_count{unit=\"git.socket\"}") == 64);
}

TEST_CASE("units: a systemd that does not answer is an error, and its facts stay",
          "[collectors][units]") {
    UnitsBench bench;
    bench.units.add("nginx.service", "active", "running");
    bench.look();
    bench.units.is_away = true;
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.tick().error().code == Errc::unavailable);
    CHECK(bench.fact("unit.nginx.service") == "active");
}

}  // namespace
}  // namespace foreshock::collectors
