#include "collectors/load.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

TEST_CASE("load: averages and tasks are read", "[collectors][load]") {
    const auto reading = parse_loadavg("0.48 0.22 0.09 3/96 7303\n");
    REQUIRE(reading);
    CHECK(reading->one_minute == 0.48);
    CHECK(reading->five_minutes == 0.22);
    CHECK(reading->fifteen_minutes == 0.09);
    CHECK(reading->runnable_tasks == 3);
    CHECK(reading->total_tasks == 96);
}

TEST_CASE("load: what is not a loadavg is malformed", "[collectors][load]") {
    for (const std::string text :
         {"", "0.48\n", "a b c 1/2 3\n", "1 2 3 4 5\n", "1 2 3 a/b 5\n", "1 2 3 1/ 5\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_loadavg(text));
        CHECK(parse_loadavg(text).error().code == Errc::malformed);
    }
}

TEST_CASE("load: lists of cores are counted", "[collectors][load]") {
    CHECK(*count_cores("0\n") == 1);
    CHECK(*count_cores("0-3\n") == 4);
    CHECK(*count_cores("0-3,8,10-11\n") == 7);
    for (const std::string text : {"", "\n", "x\n", "3-1\n", "0-\n", "0,,1\n", "0-99999999\n"}) {
        INFO(text);
        CHECK_FALSE(count_cores(text));
    }
}

TEST_CASE("load: the average per core follows the cores that are online", "[collectors][load]") {
    test::CollectorBench bench{
        {{"proc/loadavg", "3.00 2.00 1.00 2/50 99\n"}, {"sys/devices/system/cpu/online", "0-3\n"}}};
    bench.make("load");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("load.average.one_minute") == 3.0);
    CHECK(bench.sink.value("load.average.five_minutes") == 2.0);
    CHECK(bench.sink.value("load.average.fifteen_minutes") == 1.0);
    CHECK(bench.sink.value("load.average.per_core_ratio") == 0.75);
    CHECK(bench.sink.value("load.tasks.runnable_count") == 2.0);
    CHECK(bench.sink.value("load.tasks.total_count") == 50.0);
    bench.host.files["sys/devices/system/cpu/online"] = "0\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("load.average.per_core_ratio") == 0.75);
    REQUIRE(bench.tick(std::chrono::seconds{9}));
    CHECK(bench.sink.value("load.average.per_core_ratio") == 3.0);
}

TEST_CASE("load: without a list of cores there is no average per core", "[collectors][load]") {
    test::CollectorBench bench{{{"proc/loadavg", "3.00 2.00 1.00 2/50 99\n"}}};
    bench.make("load");
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.size() == 5);
    CHECK_FALSE(bench.sink.has("load.average.per_core_ratio"));
}

}  // namespace
}  // namespace foreshock::collectors
