#include "collectors/kernel_limits.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

TEST_CASE("kernel limits: open files are those allocated and not unused", "[collectors][kernel]") {
    const auto files = parse_file_nr("610\t10\t2466183\n");
    REQUIRE(files);
    CHECK(files->open == 600);
    CHECK(files->limit == 2466183);
}

TEST_CASE("kernel limits: a file-nr that is none is malformed", "[collectors][kernel]") {
    for (const std::string text : {"", "5\n", "5 0\n", "5 6 7\n", "a b c\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_file_nr(text));
        CHECK(parse_file_nr(text).error().code == Errc::malformed);
    }
}

TEST_CASE("kernel limits: each use stands beside its limit", "[collectors][kernel]") {
    test::CollectorBench bench{{{"proc/sys/fs/file-nr", "610 0 1000\n"},
                                {"proc/loadavg", "0 0 0 1/96 7303\n"},
                                {"proc/sys/kernel/pid_max", "32768\n"},
                                {"proc/sys/kernel/threads-max", "192731\n"},
                                {"proc/sys/net/netfilter/nf_conntrack_count", "12\n"},
                                {"proc/sys/net/netfilter/nf_conntrack_max", "262144\n"}}};
    bench.make("kernel_limits");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("kernel.files.open_count") == 610.0);
    CHECK(bench.sink.value("kernel.files.limit_count") == 1000.0);
    CHECK(bench.sink.value("kernel.pids.used_count") == 96.0);
    CHECK(bench.sink.value("kernel.pids.limit_count") == 32768.0);
    CHECK(bench.sink.value("kernel.threads.used_count") == 96.0);
    CHECK(bench.sink.value("kernel.threads.limit_count") == 192731.0);
    CHECK(bench.sink.value("kernel.conntrack.used_count") == 12.0);
    CHECK(bench.sink.value("kernel.conntrack.limit_count") == 262144.0);
}

TEST_CASE("kernel limits: what a kernel lacks is quietly left out", "[collectors][kernel]") {
    test::CollectorBench bench{{{"proc/sys/fs/file-nr", "610 0 1000\n"}}};
    bench.make("kernel_limits");
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.size() == 2);
}

TEST_CASE("kernel limits: one broken file is told and the others are still sampled",
          "[collectors][kernel]") {
    test::CollectorBench bench{{{"proc/sys/fs/file-nr", "rubbish"},
                                {"proc/loadavg", "0 0 0 1/96 7303\n"},
                                {"proc/sys/kernel/pid_max", "32768\n"},
                                {"proc/sys/kernel/threads-max", "5\n"}}};
    bench.make("kernel_limits");
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::malformed);
    CHECK(bench.sink.has("kernel.pids.used_count"));
}

}  // namespace
}  // namespace foreshock::collectors
