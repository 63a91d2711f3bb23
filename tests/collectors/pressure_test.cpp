#include "collectors/pressure.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

std::string lines(std::uint64_t some_us, std::uint64_t full_us) {
    return "some avg10=12.50 avg60=0.83 avg300=0.64 total=" + std::to_string(some_us) +
           "\nfull avg10=3.25 avg60=0.00 avg300=0.00 total=" + std::to_string(full_us) + "\n";
}

TEST_CASE("pressure: both lines are read", "[collectors][pressure]") {
    const auto reading = parse_pressure(lines(13132609, 42));
    REQUIRE(reading);
    CHECK(reading->some.avg10_percent == 12.5);
    CHECK(reading->some.total_us == 13132609);
    REQUIRE(reading->full);
    CHECK(reading->full->avg10_percent == 3.25);
    CHECK(reading->full->total_us == 42);
}

TEST_CASE("pressure: an older kernel's cpu has no line 'full'", "[collectors][pressure]") {
    const auto reading = parse_pressure("some avg10=1.00 avg60=0 avg300=0 total=5\n");
    REQUIRE(reading);
    CHECK_FALSE(reading->full);
}

TEST_CASE("pressure: lines that lack something are malformed", "[collectors][pressure]") {
    for (const std::string text :
         {"", "some\n", "some avg10=1\n", "some total=5\n", "some avg10 5\n",
          "full avg10=1 total=5\n", "some avg10=x total=5\n", "some avg10=1 total=-5\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_pressure(text));
        CHECK(parse_pressure(text).error().code == Errc::malformed);
    }
}

TEST_CASE("pressure: the stall ratio is of the last interval alone", "[collectors][pressure]") {
    test::CollectorBench bench{{{"proc/pressure/memory", lines(1'000'000, 500'000)}}};
    bench.make("pressure");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("memory.pressure.some_avg10") == 12.5);
    CHECK(bench.sink.value("memory.pressure.full_avg10") == 3.25);
    CHECK_FALSE(bench.sink.has("memory.pressure.some_stall_ratio"));
    bench.host.files["proc/pressure/memory"] = lines(1'500'000, 600'000);
    REQUIRE(bench.tick(std::chrono::seconds{2}));
    CHECK(*bench.sink.value("memory.pressure.some_stall_ratio") == Approx(0.25));
    CHECK(*bench.sink.value("memory.pressure.full_stall_ratio") == Approx(0.05));
    CHECK_FALSE(bench.sink.has("cpu.pressure.some_avg10"));
}

TEST_CASE("pressure: a stall longer than the interval is a whole one", "[collectors][pressure]") {
    test::CollectorBench bench{{{"proc/pressure/io", lines(0, 0)}}};
    bench.make("pressure");
    REQUIRE(bench.tick());
    bench.host.files["proc/pressure/io"] = lines(1'000'400, 0);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("io.pressure.some_stall_ratio") == 1.0);
    CHECK(bench.sink.value("io.pressure.full_stall_ratio") == 0.0);
}

TEST_CASE("pressure: a total that runs back gives no ratio", "[collectors][pressure]") {
    test::CollectorBench bench{{{"proc/pressure/cpu", lines(1000, 1000)}}};
    bench.make("pressure");
    REQUIRE(bench.tick());
    bench.host.files["proc/pressure/cpu"] = lines(10, 10);
    REQUIRE(bench.tick());
    CHECK(bench.sink.has("cpu.pressure.some_avg10"));
    CHECK_FALSE(bench.sink.has("cpu.pressure.some_stall_ratio"));
}

TEST_CASE("pressure: a kernel without PSI yields no_data", "[collectors][pressure]") {
    test::CollectorBench bench;
    bench.make("pressure");
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::no_data);
}

TEST_CASE("pressure: one unreadable file is told and the others are still sampled",
          "[collectors][pressure]") {
    test::CollectorBench bench{{{"proc/pressure/io", lines(1, 1)}, {"proc/pressure/cpu", "x"}}};
    bench.host.unreadable.insert("proc/pressure/cpu");
    bench.make("pressure");
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::unreadable);
    CHECK(bench.sink.has("io.pressure.some_avg10"));
}

}  // namespace
}  // namespace foreshock::collectors
