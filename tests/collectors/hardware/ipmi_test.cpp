#include "collectors/hardware/ipmi.hpp"

#include <catch2/catch.hpp>

#include "collectors/hardware/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/stub_commands.hpp"

namespace foreshock::collectors {
namespace {

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

/// As ipmitool prints it; the limits are lower (3) and upper ones (3), from the worst lower one.
std::string line(const std::string& name, const std::string& value, const std::string& unit,
                 const std::string& state, const std::vector<std::string>& limits = {}) {
    std::string text =
        padded(name, 16) + " | " + padded(value, 10) + " | " + padded(unit, 10) + " | ";
    text += padded(state, 6);
    for (std::size_t i = 0; i < 6; ++i)
        text += "| " + padded(i < limits.size() ? limits[i] : "na", 10);
    return text + "\n";
}

const std::vector<std::string> chip_limits{"0.000", "0.000", "0.000", "85.000", "90.000", "95.000"};

const std::string sensors =
    line("CPU1 Temp", "29.000", "degrees C", "ok", chip_limits) +
    line("CPU2 Temp", "93.000", "degrees C", "cr", chip_limits) +
    line("Temp", "42.000", "degrees C", "ok", {"na", "3.000", "8.000", "83.000", "88.000"}) +
    line("Temp", "38.000", "degrees C", "nc", {"na", "3.000", "8.000"}) +
    line("GPU1 Temp", "na", "", "na") +
    line("SYS_FAN_1A", "5125.000", "RPM", "ok", {"na", "1000.000", "na", "na", "28500.000"}) +
    line("Planar 12V", "12.150", "Volts", "nr", {"na", "10.692", "na", "na", "13.446"}) +
    line("Avg Power", "100.000", "Watts", "ok") +
    line("CPU_0_PROCHOT", "0x0", "discrete", "0x0180") +
    line("CPU_CUPS", "1.000", "percent", "ok", {"na", "na", "na", "na", "100.000"});

struct Bench : test::CollectorBench {
    Bench() : CollectorBench{{{"dev/ipmi0", ""}}} {
        commands = &programs;
        programs.answer("ipmitool sensor", sensors);
        make("ipmi", hardware_catalog());
    }

    test::StubCommands programs;
};

TEST_CASE("ipmi: sensors tell their value in its unit, and whether they are beyond a limit",
          "[collectors][ipmi]") {
    Bench bench;
    REQUIRE(bench.tick());
    const auto value = [&](const std::string& name, const std::string& sensor) {
        return bench.sink.value(name + "{sensor=\"" + sensor + "\"}");
    };
    CHECK(value("ipmi.temperature.current_celsius", "CPU1 Temp") == 29.0);
    CHECK(value("ipmi.temperature.limit_celsius", "CPU1 Temp") == 90.0);
    CHECK(value("ipmi.sensor.beyond_warning", "CPU1 Temp") == 0.0);
    CHECK(value("ipmi.sensor.beyond_warning", "CPU2 Temp") == 1.0);
    CHECK(value("ipmi.sensor.beyond_critical", "CPU2 Temp") == 1.0);
    CHECK(value("ipmi.fan.speed_rpm", "SYS_FAN_1A") == 5125.0);
    CHECK(value("ipmi.voltage.measured_volts", "Planar 12V") == Approx(12.15));
    CHECK(value("ipmi.sensor.beyond_critical", "Planar 12V") == 1.0);
    CHECK(value("ipmi.power.drawn_watts", "Avg Power") == 100.0);
    CHECK(value("ipmi.sensor.beyond_warning", "CPU_CUPS") == 0.0);
}

TEST_CASE("ipmi: a second sensor of the same name has a number", "[collectors][ipmi]") {
    Bench bench;
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("ipmi.temperature.current_celsius{sensor=\"Temp\"}") == 42.0);
    CHECK(bench.sink.value("ipmi.temperature.current_celsius{sensor=\"Temp #2\"}") == 38.0);
    CHECK(bench.sink.value("ipmi.sensor.beyond_warning{sensor=\"Temp #2\"}") == 1.0);
    CHECK(bench.sink.value("ipmi.sensor.beyond_critical{sensor=\"Temp #2\"}") == 0.0);
    CHECK_FALSE(bench.sink.has("ipmi.temperature.limit_celsius{sensor=\"Temp #2\"}"));
    CHECK(bench.sink.doubled == 0);
}

TEST_CASE("ipmi: absent sensors and sets of bits are passed over", "[collectors][ipmi]") {
    const auto found = parse_ipmi_sensors(sensors);
    REQUIRE(found);
    CHECK(found->size() == 8);
}

TEST_CASE("ipmi: text without a table is malformed, a cut one is read as far as it goes",
          "[collectors][ipmi]") {
    for (const std::string text :
         {"", "Could not open device at /dev/ipmi0\n", "a|b|c\n", "\xff\xfe\n"}) {
        INFO(text);
        CHECK(parse_ipmi_sensors(text).error().code == Errc::malformed);
    }
    const auto cut = parse_ipmi_sensors(std::string_view{sensors}.substr(0, 60));
    REQUIRE(cut);
    REQUIRE(cut->size() == 1);
    CHECK_FALSE(cut->front().upper_critical);
}

TEST_CASE("ipmi: sensors up to the bound are told", "[collectors][ipmi]") {
    std::string text;
    for (std::size_t i = 0; i < ipmi_sensors_max + 2; ++i)
        text += "S" + std::to_string(i) + " | 1.000 | Volts | ok | na | na | na | na | na | na\n";
    const auto found = parse_ipmi_sensors(text);
    REQUIRE(found);
    CHECK(found->size() == ipmi_sensors_max);
}

TEST_CASE("ipmi: sensors that vanish are forgotten", "[collectors][ipmi]") {
    Bench bench;
    REQUIRE(bench.tick());
    bench.programs.answer("ipmitool sensor", sensors.substr(0, sensors.find('\n') + 1));
    REQUIRE(bench.tick(std::chrono::minutes{1}));
    CHECK(bench.sink.count("ipmi.sensor.beyond_warning") == 1);
}

TEST_CASE("ipmi: a host without a management controller is not asked", "[collectors][ipmi]") {
    Bench bench;
    bench.host.files.clear();
    CHECK(bench.tick().error().code == Errc::no_data);
    CHECK(bench.programs.started.empty());
}

TEST_CASE("ipmi: a host without the program has no data", "[collectors][ipmi]") {
    Bench bench;
    bench.programs.answers.clear();
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
