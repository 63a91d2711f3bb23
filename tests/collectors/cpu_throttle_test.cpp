#include "collectors/cpu_throttle.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string folder = "sys/devices/system/cpu/";

struct ThrottleBench : test::CollectorBench {
    void put_heat(int core, int core_events, int package_events) {
        const std::string path = folder + "cpu" + std::to_string(core) + "/thermal_throttle/";
        host.files[path + "core_throttle_count"] = std::to_string(core_events) + "\n";
        host.files[path + "package_throttle_count"] = std::to_string(package_events) + "\n";
    }

    void put_frequency(int policy, int allowed, int possible) {
        const std::string path = folder + "cpufreq/policy" + std::to_string(policy) + "/";
        host.files[path + "scaling_max_freq"] = std::to_string(allowed) + "\n";
        host.files[path + "cpuinfo_max_freq"] = std::to_string(possible) + "\n";
    }
};

TEST_CASE("cpu throttle: events of cores are summed, of packages the most counts",
          "[collectors][cpu_throttle]") {
    ThrottleBench bench;
    bench.put_heat(0, 10, 5);
    bench.put_heat(1, 20, 5);
    bench.make("cpu_throttle");
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
    bench.put_heat(0, 12, 9);
    bench.put_heat(1, 23, 8);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("cpu.throttle.core_events_count") == 5.0);
    CHECK(bench.sink.value("cpu.throttle.package_events_count") == 4.0);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("cpu.throttle.core_events_count") == 0.0);
}

TEST_CASE("cpu throttle: a core that comes back counts anew", "[collectors][cpu_throttle]") {
    ThrottleBench bench;
    bench.put_heat(0, 10, 5);
    bench.put_heat(1, 500, 5);
    bench.make("cpu_throttle");
    REQUIRE(bench.tick());
    std::erase_if(bench.host.files,
                  [](const auto& f) { return f.first.starts_with(folder + "cpu1/"); });
    REQUIRE(bench.tick());
    bench.put_heat(1, 0, 0);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("cpu.throttle.core_events_count") == 0.0);
    bench.put_heat(1, 2, 0);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("cpu.throttle.core_events_count") == 2.0);
}

TEST_CASE("cpu throttle: the lowest ceiling counts", "[collectors][cpu_throttle]") {
    ThrottleBench bench;
    bench.put_frequency(0, 4000000, 4000000);
    bench.put_frequency(4, 1000000, 4000000);
    bench.put_frequency(8, 5, 0);
    bench.make("cpu_throttle");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("cpu.frequency.ceiling_ratio") == 0.25);
    CHECK(bench.sink.values.size() == 1);
}

TEST_CASE("cpu throttle: files that hold no number are as good as none",
          "[collectors][cpu_throttle]") {
    ThrottleBench bench;
    bench.host.files[folder + "cpu0/thermal_throttle/core_throttle_count"] = "\xff\n";
    bench.host.files[folder + "cpuidle/current_driver"] = "none\n";
    bench.make("cpu_throttle");
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::no_data);
}

TEST_CASE("cpu throttle: no more cores are looked at than the bound",
          "[collectors][cpu_throttle]") {
    ThrottleBench bench;
    const auto cores = static_cast<int>(throttle_cores_max) + 1;
    for (int core = 0; core < cores; ++core)
        bench.put_heat(core, 0, 0);
    bench.make("cpu_throttle");
    REQUIRE(bench.tick());
    for (int core = 0; core < cores; ++core)
        bench.put_heat(core, 1, 0);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("cpu.throttle.core_events_count") ==
          static_cast<double>(throttle_cores_max));
}

}  // namespace
}  // namespace foreshock::collectors
