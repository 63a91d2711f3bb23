#include "collectors/hardware/power.hpp"

#include <catch2/catch.hpp>

#include "collectors/hardware/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string folder = "sys/class/power_supply/";

test::MapHostFs host_with_battery() {
    return {{folder + "AC/type", "Mains\n"},
            {folder + "AC/online", "1\n"},
            {folder + "BAT0/type", "Battery\n"},
            {folder + "BAT0/status", "Full\n"},
            {folder + "BAT0/capacity", "100\n"},
            {folder + "BAT0/energy_full", "41200000\n"},
            {folder + "BAT0/energy_full_design", "51500000\n"},
            {folder + "hidpp_battery_0/type", "Battery\n"},
            {folder + "hidpp_battery_0/scope", "Device\n"},
            {folder + "hidpp_battery_0/capacity", "3\n"}};
}

TEST_CASE("power: mains and batteries are told, those of mice and keyboards are not",
          "[collectors][power]") {
    test::CollectorBench bench{host_with_battery()};
    bench.make("power", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("power.supply.online{supply=\"AC\"}") == 1.0);
    CHECK(bench.sink.value("power.battery.charge_percent{supply=\"BAT0\"}") == 100.0);
    CHECK(bench.sink.value("power.battery.discharging{supply=\"BAT0\"}") == 0.0);
    CHECK(bench.sink.value("power.battery.capacity_ratio{supply=\"BAT0\"}") == Approx(0.8));
    CHECK_FALSE(bench.sink.has("power.battery.healthy{supply=\"BAT0\"}"));
    CHECK(bench.sink.count("power.battery.charge_percent") == 1);
}

TEST_CASE("power: a host that runs on its UPS says so and for how long", "[collectors][power]") {
    test::CollectorBench bench{{{folder + "ups/type", "UPS\n"},
                                {folder + "ups/online", "0\n"},
                                {folder + "ups/status", "Discharging\n"},
                                {folder + "ups/capacity", "64\n"},
                                {folder + "ups/health", "Dead\n"},
                                {folder + "ups/time_to_empty_now", "1260\n"}}};
    bench.make("power", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("power.supply.online{supply=\"ups\"}") == 0.0);
    CHECK(bench.sink.value("power.battery.discharging{supply=\"ups\"}") == 1.0);
    CHECK(bench.sink.value("power.battery.healthy{supply=\"ups\"}") == 0.0);
    CHECK(bench.sink.value("power.battery.remaining_seconds{supply=\"ups\"}") == 1260.0);
}

TEST_CASE("power: what a driver does not know is absent", "[collectors][power]") {
    test::CollectorBench bench{{{folder + "BAT1/type", "Battery\n"},
                                {folder + "BAT1/status", "Unknown\n"},
                                {folder + "BAT1/health", "Unknown\n"},
                                {folder + "BAT1/capacity", "x\n"},
                                {folder + "BAT1/charge_full", "100\n"},
                                {folder + "BAT1/charge_full_design", "0\n"}}};
    bench.make("power", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
}

TEST_CASE("power: supplies come and go", "[collectors][power]") {
    test::CollectorBench bench{host_with_battery()};
    bench.make("power", hardware_catalog());
    REQUIRE(bench.tick());
    bench.host.files.erase(folder + "AC/type");
    bench.host.files.erase(folder + "AC/online");
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("power.supply.online{supply=\"AC\"}"));
}

TEST_CASE("power: supplies up to the bound have series", "[collectors][power]") {
    test::MapHostFs host;
    for (std::size_t i = 0; i < power_supplies_max + 2; ++i) {
        host.files[folder + "AC" + std::to_string(i) + "/type"] = "Mains\n";
        host.files[folder + "AC" + std::to_string(i) + "/online"] = "1\n";
    }
    test::CollectorBench bench{host};
    bench.make("power", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("power.supply.online") == power_supplies_max);
}

TEST_CASE("power: a host without supplies has no data", "[collectors][power]") {
    test::CollectorBench bench;
    bench.make("power", hardware_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
