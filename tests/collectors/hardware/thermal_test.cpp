#include "collectors/hardware/thermal.hpp"

#include <catch2/catch.hpp>

#include "collectors/hardware/catalog.hpp"
#include "collectors/hardware/thermal_sensors.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

test::MapHostFs server() {
    test::MapHostFs host{
        {"sys/class/hwmon/hwmon0/name", "coretemp\n"},
        {"sys/class/hwmon/hwmon0/temp1_label", "Package id 0\n"},
        {"sys/class/hwmon/hwmon0/temp1_input", "47000\n"},
        {"sys/class/hwmon/hwmon0/temp1_max", "82000\n"},
        {"sys/class/hwmon/hwmon0/temp1_crit", "100000\n"},
        {"sys/class/hwmon/hwmon0/temp1_crit_alarm", "0\n"},
        {"sys/class/hwmon/hwmon1/name", "nvme\n"},
        {"sys/class/hwmon/hwmon1/temp1_label", "Composite\n"},
        {"sys/class/hwmon/hwmon1/temp1_input", "38850\n"},
        {"sys/class/hwmon/hwmon1/temp1_max", "81850\n"},
        {"sys/class/hwmon/hwmon1/temp2_label", "Sensor 1\n"},
        {"sys/class/hwmon/hwmon1/temp2_input", "41850\n"},
        {"sys/class/hwmon/hwmon1/temp2_max", "65261850\n"},
        {"sys/class/hwmon/hwmon2/name", "nct6775\n"},
        {"sys/class/hwmon/hwmon2/fan1_input", "1203\n"},
        {"sys/class/hwmon/hwmon2/fan1_min", "400\n"},
        {"sys/class/hwmon/hwmon2/fan1_alarm", "0\n"},
        {"sys/class/hwmon/hwmon2/fan2_input", "0\n"},
        {"sys/class/hwmon/hwmon2/fan2_min", "0\n"},
        {"sys/class/hwmon/hwmon2/in0_input", "904\n"},
        {"sys/class/hwmon/hwmon2/in0_alarm", "1\n"},
        {"sys/class/hwmon/hwmon2/temp7_input", "-128000\n"},
        {"sys/class/hwmon/hwmon2/temp7_fault", "1\n"},
        {"sys/class/hwmon/hwmon3/name", "power_meter\n"},
        {"sys/class/hwmon/hwmon3/power1_average", "213000000\n"},
        {"sys/class/hwmon/hwmon4/name", "drivetemp\n"},
        {"sys/class/hwmon/hwmon4/temp1_input", "31000\n"},
    };
    host.links["sys/class/hwmon/hwmon0/device"] = "../../../coretemp.0";
    host.links["sys/class/hwmon/hwmon1/device"] = "../../nvme0";
    return host;
}

TEST_CASE("thermal: temperatures come with the limit at which hardware protects itself",
          "[collectors][thermal]") {
    test::CollectorBench bench{server()};
    bench.make("thermal", hardware_catalog());
    REQUIRE(bench.tick());
    const std::string core = "{chip=\"coretemp\",device=\"coretemp.0\",sensor=\"Package id 0\"}";
    CHECK(bench.sink.value("thermal.temperature.current_celsius" + core) == 47.0);
    CHECK(bench.sink.value("thermal.temperature.limit_celsius" + core) == 100.0);
    CHECK(bench.sink.value("thermal.temperature.alarm" + core) == 0.0);
    const std::string disk = "{chip=\"nvme\",device=\"nvme0\",sensor=\"Composite\"}";
    CHECK(bench.sink.value("thermal.temperature.current_celsius" + disk) == Approx(38.85));
    CHECK(bench.sink.value("thermal.temperature.limit_celsius" + disk) == Approx(81.85));
}

TEST_CASE("thermal: a limit that nobody has set is none", "[collectors][thermal]") {
    test::CollectorBench bench{server()};
    bench.make("thermal", hardware_catalog());
    REQUIRE(bench.tick());
    const std::string inner = "{chip=\"nvme\",device=\"nvme0\",sensor=\"Sensor 1\"}";
    CHECK(bench.sink.has("thermal.temperature.current_celsius" + inner));
    CHECK_FALSE(bench.sink.has("thermal.temperature.limit_celsius" + inner));
}

TEST_CASE("thermal: an open input is no temperature and no alarm", "[collectors][thermal]") {
    test::CollectorBench bench{server()};
    bench.make("thermal", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("thermal.temperature.current_celsius{chip=\"nct6775\"") == 0);
    CHECK(bench.sink.count("thermal.temperature.alarm{chip=\"nct6775\"") == 0);
}

TEST_CASE("thermal: a fan is told of from when it turned, and then when it stands still",
          "[collectors][thermal]") {
    test::CollectorBench bench{server()};
    bench.make("thermal", hardware_catalog());
    REQUIRE(bench.tick());
    const std::string one = "{chip=\"nct6775\",sensor=\"fan1\"}";
    const std::string two = "{chip=\"nct6775\",sensor=\"fan2\"}";
    CHECK(bench.sink.value("thermal.fan.speed_rpm" + one) == 1203.0);
    CHECK(bench.sink.value("thermal.fan.lowest_rpm" + one) == 400.0);
    CHECK(bench.sink.value("thermal.fan.alarm" + one) == 0.0);
    CHECK_FALSE(bench.sink.has("thermal.fan.speed_rpm" + two));
    bench.host.files["sys/class/hwmon/hwmon2/fan2_input"] = "800\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("thermal.fan.speed_rpm" + two) == 800.0);
    CHECK_FALSE(bench.sink.has("thermal.fan.lowest_rpm" + two));
    bench.host.files["sys/class/hwmon/hwmon2/fan2_input"] = "0\n";
    bench.host.files["sys/class/hwmon/hwmon2/fan1_alarm"] = "1\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("thermal.fan.speed_rpm" + two) == 0.0);
    CHECK(bench.sink.value("thermal.fan.alarm" + one) == 1.0);
}

TEST_CASE("thermal: voltages are volts and powers are watts", "[collectors][thermal]") {
    test::CollectorBench bench{server()};
    bench.make("thermal", hardware_catalog());
    REQUIRE(bench.tick());
    const std::string line = "{chip=\"nct6775\",sensor=\"in0\"}";
    CHECK(bench.sink.value("thermal.voltage.measured_volts" + line) == Approx(0.904));
    CHECK(bench.sink.value("thermal.voltage.alarm" + line) == 1.0);
    CHECK(bench.sink.value("thermal.power.drawn_watts{chip=\"power_meter\",sensor=\"power1\"}") ==
          213.0);
}

TEST_CASE("thermal: disks that reading would keep awake are left alone", "[collectors][thermal]") {
    test::CollectorBench bench{server()};
    bench.make("thermal", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("thermal.temperature.current_celsius{chip=\"drivetemp\"") == 0);
}

TEST_CASE("thermal: a zone is told where no chip tells the same", "[collectors][thermal]") {
    test::MapHostFs host{
        {"sys/class/hwmon/hwmon0/name", "acpitz\n"},
        {"sys/class/hwmon/hwmon0/temp1_input", "27800\n"},
        {"sys/class/thermal/thermal_zone0/type", "acpitz\n"},
        {"sys/class/thermal/thermal_zone0/temp", "27800\n"},
        {"sys/class/thermal/thermal_zone1/type", "cpu-thermal\n"},
        {"sys/class/thermal/thermal_zone1/temp", "51200\n"},
        {"sys/class/thermal/thermal_zone1/trip_point_0_type", "passive\n"},
        {"sys/class/thermal/thermal_zone1/trip_point_0_temp", "80000\n"},
        {"sys/class/thermal/thermal_zone1/trip_point_1_type", "critical\n"},
        {"sys/class/thermal/thermal_zone1/trip_point_1_temp", "110000\n"},
        {"sys/class/thermal/cooling_device0/type", "Processor\n"},
    };
    test::CollectorBench bench{host};
    bench.make("thermal", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("thermal.temperature.current_celsius") == 2);
    const std::string zone =
        "{chip=\"thermal_zone\",device=\"thermal_zone1\",sensor=\"cpu-thermal\"}";
    CHECK(bench.sink.value("thermal.temperature.current_celsius" + zone) == Approx(51.2));
    CHECK(bench.sink.value("thermal.temperature.limit_celsius" + zone) == 110.0);
}

TEST_CASE("thermal: channels with one name between them still have a series each",
          "[collectors][thermal]") {
    test::CollectorBench bench{{{"sys/class/hwmon/hwmon0/name", "amdgpu\n"},
                                {"sys/class/hwmon/hwmon0/temp1_input", "40000\n"},
                                {"sys/class/hwmon/hwmon0/temp1_label", "edge\n"},
                                {"sys/class/hwmon/hwmon1/name", "amdgpu\n"},
                                {"sys/class/hwmon/hwmon1/temp1_input", "50000\n"},
                                {"sys/class/hwmon/hwmon1/temp1_label", "edge\n"}}};
    bench.make("thermal", hardware_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("thermal.temperature.current_celsius") == 2);
    CHECK(bench.sink.doubled == 0);
}

TEST_CASE("thermal: sensors that come and go are found within a minute, limits are read anew",
          "[collectors][thermal]") {
    test::CollectorBench bench{server()};
    bench.make("thermal", hardware_catalog());
    REQUIRE(bench.tick());
    const std::size_t before = bench.sink.count("thermal.temperature.current_celsius");
    bench.host.files["sys/class/hwmon/hwmon9/name"] = "k10temp\n";
    bench.host.files["sys/class/hwmon/hwmon9/temp1_input"] = "60000\n";
    std::erase_if(bench.host.files, [](const auto& file) {
        return file.first.starts_with("sys/class/hwmon/hwmon1/");
    });
    bench.host.links.erase("sys/class/hwmon/hwmon1/device");
    bench.host.files["sys/class/hwmon/hwmon0/temp1_crit"] = "95000\n";
    REQUIRE(bench.tick(std::chrono::minutes{1}));
    CHECK(bench.sink.count("thermal.temperature.current_celsius") == before - 2 + 1);
    CHECK(bench.sink.value("thermal.temperature.limit_celsius{chip=\"coretemp\",device=\"coretemp."
                           "0\",sensor=\"Package id 0\"}") == 95.0);
}

TEST_CASE("thermal: what is no number is left out", "[collectors][thermal]") {
    for (const std::string& text : {std::string{}, std::string{"x\n"}, std::string(20, '\xff')}) {
        test::CollectorBench bench{server()};
        bench.host.files["sys/class/hwmon/hwmon0/temp1_input"] = text;
        bench.host.files["sys/class/hwmon/hwmon0/name"] = text;
        bench.make("thermal", hardware_catalog());
        REQUIRE(bench.tick());
        CHECK(bench.sink.count("thermal.temperature.current_celsius") == 2);
    }
}

TEST_CASE("thermal: sensors up to the bound are found", "[collectors][thermal]") {
    test::MapHostFs host{{"sys/class/hwmon/hwmon0/name", "many\n"}};
    for (std::size_t i = 0; i < thermal_sensors_max + 5; ++i)
        host.files["sys/class/hwmon/hwmon0/temp" + std::to_string(i) + "_input"] = "30000\n";
    CHECK(find_thermal_sensors(host).size() == thermal_sensors_max);
}

TEST_CASE("thermal: a host without sensors has no data", "[collectors][thermal]") {
    test::CollectorBench bench;
    bench.make("thermal", hardware_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
