#include "collectors/numa.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string folder = "sys/devices/system/node/";

std::string meminfo(int node, int total_kb, int free_kb) {
    const std::string start = "Node " + std::to_string(node) + " ";
    return start + "MemTotal:        " + std::to_string(total_kb) + " kB\n" + start +
           "MemFree:         " + std::to_string(free_kb) + " kB\n" + start +
           "MemUsed:               5 kB\n" + start + "Active(file):         10 kB\n" + start +
           "Inactive(file):       20 kB\n" + start + "SReclaimable:         10 kB\n";
}

std::string numastat(int missed, int foreign) {
    return "numa_hit 61239248\nnuma_miss " + std::to_string(missed) + "\nnuma_foreign " +
           std::to_string(foreign) + "\ninterleave_hit 1133\nlocal_node 61239248\nother_node 0\n";
}

struct NumaBench : test::CollectorBench {
    NumaBench() {
        put(0, 1000, 160);
        put(1, 1000, 860);
        host.files[folder + "online"] = "0-1\n";
        host.files[folder + "has_cpu"] = "0-1\n";
    }

    void put(int node, int total_kb, int free_kb, int missed = 0, int foreign = 0) {
        const std::string path = folder + "node" + std::to_string(node);
        host.files[path + "/meminfo"] = meminfo(node, total_kb, free_kb);
        host.files[path + "/numastat"] = numastat(missed, foreign);
    }
};

TEST_CASE("node meminfo: bytes, and used is what cannot be given back", "[collectors][numa]") {
    const auto memory = parse_node_meminfo(meminfo(3, 1000, 160));
    REQUIRE(memory);
    CHECK(memory->total == 1024000);
    CHECK(memory->free == 160 * 1024);
    CHECK(memory->used() == 800 * 1024);
    CHECK(parse_node_meminfo(meminfo(3, 10, 10))->used() == 0);
    for (const std::string text : {"", "Node 0 MemTotal: 5 kB\n", "MemTotal: 5\nMemFree: 5\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_node_meminfo(text));
        CHECK(parse_node_meminfo(text).error().code == Errc::malformed);
    }
}

TEST_CASE("numastat: pages that had to come from elsewhere", "[collectors][numa]") {
    CHECK(parse_numastat(numastat(7, 9))->missed == 7);
    CHECK(parse_numastat(numastat(7, 9))->foreign == 9);
    CHECK(parse_numastat("numa_hit 5\nnuma_miss 5\n").error().code == Errc::malformed);
}

TEST_CASE("numa: each node and how unevenly they are used", "[collectors][numa]") {
    NumaBench bench;
    bench.make("numa");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("numa.node.used_bytes{node=\"0\"}") == 800.0 * 1024);
    CHECK(bench.sink.value("numa.node.total_bytes{node=\"1\"}") == 1000.0 * 1024);
    CHECK(bench.sink.value("numa.node.free_bytes{node=\"1\"}") == 860.0 * 1024);
    CHECK(bench.sink.value("numa.balance.used_spread_ratio").value() == Approx(0.7));
    CHECK(bench.sink.count("numa.node.missed") == 0);
}

TEST_CASE("numa: pages from elsewhere are per second", "[collectors][numa]") {
    NumaBench bench;
    bench.make("numa");
    REQUIRE(bench.tick());
    bench.put(0, 1000, 160, 0, 40);
    bench.put(1, 1000, 860, 40, 0);
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.value("numa.node.foreign_pages_per_second{node=\"0\"}") == 4.0);
    CHECK(bench.sink.value("numa.node.missed_pages_per_second{node=\"1\"}") == 4.0);
    bench.put(0, 1000, 160, 0, 3);
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("numa.node.foreign_pages_per_second{node=\"0\"}"));
}

TEST_CASE("numa: one node with memory is nothing to balance", "[collectors][numa]") {
    NumaBench bench;
    bench.put(1, 0, 0);
    bench.make("numa");
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::no_data);
    CHECK(bench.sink.values.empty());
}

TEST_CASE("numa: no more nodes have series than the bound", "[collectors][numa]") {
    NumaBench bench;
    for (std::size_t node = 0; node <= numa_nodes_max; ++node)
        bench.put(static_cast<int>(node), 1000, 500);
    bench.make("numa");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("numa.node.total_bytes") == numa_nodes_max);
}

}  // namespace
}  // namespace foreshock::collectors
