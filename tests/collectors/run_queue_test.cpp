#include "collectors/run_queue.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string path = "proc/schedstat";

std::string schedstat(std::uint64_t waited_ns, std::uint64_t timeslices) {
    return "version 15\ntimestamp 4295141280\n"
           "cpu0 0 0 0 0 0 0 71040530915 1000 10\n"
           "domain0 3 23 22 0 1 1 0 0 22 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
           "cpu1 0 0 0 0 0 0 74519170044 " +
           std::to_string(waited_ns) + " " + std::to_string(timeslices) + "\n";
}

TEST_CASE("schedstat: cores are summed, domains passed over", "[collectors][run_queue]") {
    const auto reading = parse_schedstat(schedstat(5000, 30));
    REQUIRE(reading);
    CHECK(reading->waited_ns == 6000);
    CHECK(reading->timeslices == 40);
}

TEST_CASE("schedstat: old versions and texts without cores are malformed",
          "[collectors][run_queue]") {
    for (const std::string text :
         {"", "version 14\ncpu0 0 0 0 0 0 0 1 1 1\n", "version 15\n", "cpu0 0 0 0 0 0 0 1 1 1\n",
          "version 15\ncpu0 0 0 0 0 0 0 1 1\n", "version 15\ncpu0 0 0 0 0 0 0 1 x 1\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_schedstat(text));
        CHECK(parse_schedstat(text).error().code == Errc::malformed);
    }
}

TEST_CASE("run queue: waiting per second, and per task that was given a core",
          "[collectors][run_queue]") {
    test::CollectorBench bench{{{path, schedstat(0, 0)}}};
    bench.make("run_queue");
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
    bench.host.files[path] = schedstat(3'000'000'000, 1000);
    REQUIRE(bench.tick(std::chrono::seconds{2}));
    CHECK(bench.sink.value("load.queue.wait_ratio") == 1.5);
    CHECK(bench.sink.value("load.queue.latency_seconds") == 0.003);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("load.queue.wait_ratio") == 0.0);
    CHECK_FALSE(bench.sink.has("load.queue.latency_seconds"));
}

TEST_CASE("run queue: a core that goes offline leaves no value once", "[collectors][run_queue]") {
    test::CollectorBench bench{{{path, schedstat(500'000, 10)}}};
    bench.make("run_queue");
    REQUIRE(bench.tick());
    bench.host.files[path] = "version 15\ntimestamp 4295141281\ncpu0 0 0 0 0 0 0 7 1000 10\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("load.queue.wait_ratio") == 0.0);
}

}  // namespace
}  // namespace foreshock::collectors
