#include "collectors/memory.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

TEST_CASE("memory: kilobytes become bytes", "[collectors][memory]") {
    const auto reading = parse_meminfo(
        "MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    400 kB\n"
        "Buffers:          10 kB\nCached:           20 kB\nSwapCached:       99 kB\n"
        "SwapTotal:        50 kB\nSwapFree:         30 kB\nSUnreclaim:        7 kB\n");
    REQUIRE(reading);
    CHECK(reading->total == 1024000);
    CHECK(reading->free == 102400);
    CHECK(reading->available == 409600);
    CHECK(reading->cached == 20480);
    CHECK(reading->swap_total == 51200);
    CHECK(reading->slab_unreclaimable == 7168);
    CHECK(reading->dirty == 0);
}

TEST_CASE("memory: the order of the lines does not matter", "[collectors][memory]") {
    const auto reading =
        parse_meminfo("Cached: 3 kB\nMemFree: 2 kB\nShmem: 4 kB\nMemTotal: 9 kB\n");
    REQUIRE(reading);
    CHECK(reading->total == 9 * 1024);
    CHECK(reading->cached == 3 * 1024);
    CHECK(reading->shared == 4 * 1024);
}

TEST_CASE("memory: an old kernel's available memory is reckoned", "[collectors][memory]") {
    const auto reading = parse_meminfo(
        "MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 10 kB\nCached: 50 kB\nShmem: 20 kB\n");
    REQUIRE(reading);
    CHECK(reading->available == 140 * 1024);
    const auto odd = parse_meminfo("MemTotal: 1000 kB\nMemFree: 1 kB\nShmem: 20 kB\n");
    REQUIRE(odd);
    CHECK(odd->available == 0);
}

TEST_CASE("memory: without total or free it is malformed", "[collectors][memory]") {
    for (const std::string text : {"", "MemTotal: 5 kB\n", "MemFree: 5 kB\n",
                                   "MemTotal:\nMemFree:\n", "MemTotal: -5 kB\nMemFree: 1 kB\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_meminfo(text));
        CHECK(parse_meminfo(text).error().code == Errc::malformed);
    }
}

TEST_CASE("memory: used is what is not available, swap only where there is some",
          "[collectors][memory]") {
    test::CollectorBench bench{
        {{"proc/meminfo",
          "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 400 kB\n"
          "Buffers: 10 kB\nCached: 20 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n"}}};
    bench.make("memory");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("memory.ram.used_bytes") == 600.0 * 1024);
    CHECK(bench.sink.value("memory.ram.total_bytes") == 1000.0 * 1024);
    CHECK(bench.sink.value("memory.ram.cached_bytes") == 30.0 * 1024);
    CHECK(bench.sink.value("memory.ram.buffers_bytes") == 10.0 * 1024);
    CHECK_FALSE(bench.sink.has("memory.swap.total_bytes"));
    bench.host.files["proc/meminfo"] =
        "MemTotal: 1000 kB\nMemFree: 100 kB\nSwapTotal: 50 kB\nSwapFree: 30 kB\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("memory.swap.total_bytes") == 50.0 * 1024);
    CHECK(bench.sink.value("memory.swap.used_bytes") == 20.0 * 1024);
}

TEST_CASE("memory: huge pages are counted in pages, promised ones as used",
          "[collectors][memory]") {
    const std::string base = "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 400 kB\n";
    test::CollectorBench bench{{{"proc/meminfo", base + "HugePages_Total:      20\n"
                                                        "HugePages_Free:       15\n"
                                                        "HugePages_Rsvd:        4\n"
                                                        "HugePages_Surp:        1\n"
                                                        "Hugepagesize:       2048 kB\n"}}};
    bench.make("memory");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("memory.hugepages.used_count") == 9.0);
    CHECK(bench.sink.value("memory.hugepages.limit_count") == 20.0);
    CHECK(bench.sink.value("memory.hugepages.reserved_count") == 4.0);
    CHECK(bench.sink.value("memory.hugepages.surplus_count") == 1.0);
    bench.host.files["proc/meminfo"] = base + "HugePages_Total:       0\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("memory.hugepages") == 0);
}

TEST_CASE("memory: what the kernel keeps for itself, and what is broken", "[collectors][memory]") {
    test::CollectorBench bench{
        {{"proc/meminfo",
          "MemTotal: 1000 kB\nMemFree: 100 kB\nSwapCached: 3 kB\nSwapTotal: 50 kB\n"
          "SwapFree: 30 kB\nCommitLimit: 900 kB\nCommitted_AS: 700 kB\n"
          "VmallocTotal: 34359738367 kB\nVmallocUsed: 14 kB\nPercpu: 7 kB\n"
          "HardwareCorrupted: 4 kB\n"}}};
    bench.make("memory");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("memory.ram.vmalloc_bytes") == 14.0 * 1024);
    CHECK(bench.sink.value("memory.ram.percpu_bytes") == 7.0 * 1024);
    CHECK(bench.sink.value("memory.ram.hardware_corrupted_bytes") == 4.0 * 1024);
    CHECK(bench.sink.value("memory.swap.cached_bytes") == 3.0 * 1024);
    CHECK(bench.sink.value("memory.ram.committed_bytes") == 700.0 * 1024);
}

TEST_CASE("memory: promised memory has a limit only where the kernel enforces it",
          "[collectors][memory]") {
    const std::string mode = "proc/sys/vm/overcommit_memory";
    test::CollectorBench bench{
        {{"proc/meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\nCommitLimit: 900 kB\n"},
         {mode, "0\n"}}};
    bench.make("memory");
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("memory.ram.commit_limit_bytes"));
    bench.host.files[mode] = "2\n";
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("memory.ram.commit_limit_bytes"));
    REQUIRE(bench.tick(overcommit_every));
    CHECK(bench.sink.value("memory.ram.commit_limit_bytes") == 900.0 * 1024);
    bench.host.files.erase(mode);
    REQUIRE(bench.tick(overcommit_every));
    CHECK_FALSE(bench.sink.has("memory.ram.commit_limit_bytes"));
}

TEST_CASE("memory: what is used lately, and what cannot be had back", "[collectors][memory]") {
    test::CollectorBench bench{
        {{"proc/meminfo",
          "MemTotal: 1000 kB\nMemFree: 100 kB\nActive: 9 kB\nInactive: 9 kB\n"
          "Active(anon): 1 kB\nInactive(anon): 2 kB\nActive(file): 3 kB\nInactive(file): 4 kB\n"
          "Unevictable: 5 kB\nMlocked: 6 kB\nMapped: 7 kB\nAnonHugePages: 8 kB\n"}}};
    bench.make("memory");
    REQUIRE(bench.tick());
    const auto kib = [&bench](const std::string& name) {
        return *bench.sink.value("memory.ram." + name + "_bytes") / 1024;
    };
    CHECK(kib("active_anonymous") == 1);
    CHECK(kib("inactive_anonymous") == 2);
    CHECK(kib("active_file") == 3);
    CHECK(kib("inactive_file") == 4);
    CHECK(kib("unevictable") == 5);
    CHECK(kib("locked") == 6);
    CHECK(kib("mapped") == 7);
    CHECK(kib("anonymous_hugepages") == 8);
}

}  // namespace
}  // namespace foreshock::collectors
