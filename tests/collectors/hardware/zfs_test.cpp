#include "collectors/hardware/zfs.hpp"

#include <catch2/catch.hpp>

#include "collectors/hardware/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/stub_commands.hpp"

namespace foreshock::collectors {
namespace {

const std::string question = "zpool list -Hp -o name,size,allocated,fragmentation";
const std::string listed =
    "rpool\t498216206336\t249108103168\t31\ntank\t1992864825344\t99643241267\t-\n";

struct Bench : test::CollectorBench {
    Bench()
        : CollectorBench{{{"proc/spl/kstat/zfs/rpool/state", "ONLINE\n"},
                          {"proc/spl/kstat/zfs/tank/state", "DEGRADED\n"},
                          {"proc/spl/kstat/zfs/arcstats", "13 1 0x01 123 33456 1 2\n"}}} {
        commands = &programs;
        programs.answer(question, listed);
        make("zfs", hardware_catalog());
    }

    test::StubCommands programs;
};

TEST_CASE("zfs: pools tell their state and their space", "[collectors][zfs]") {
    Bench bench;
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("zfs.pool.healthy{pool=\"rpool\"}") == 1.0);
    CHECK(bench.sink.value("zfs.pool.healthy{pool=\"tank\"}") == 0.0);
    CHECK(bench.sink.value("zfs.pool.suspended{pool=\"tank\"}") == 0.0);
    CHECK(bench.sink.value("zfs.pool.used_bytes{pool=\"rpool\"}") == 249108103168.0);
    CHECK(bench.sink.value("zfs.pool.limit_bytes{pool=\"rpool\"}") == 498216206336.0);
    CHECK(bench.sink.value("zfs.pool.fragmentation_ratio{pool=\"rpool\"}") == Approx(0.31));
    CHECK_FALSE(bench.sink.has("zfs.pool.fragmentation_ratio{pool=\"tank\"}"));
}

TEST_CASE("zfs: the state comes with every tick, the space once a minute", "[collectors][zfs]") {
    Bench bench;
    REQUIRE(bench.tick());
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.count("zfs.pool.healthy") == 2);
    CHECK(bench.sink.count("zfs.pool.used_bytes") == 0);
    CHECK(bench.programs.started.size() == 1);
    REQUIRE(bench.tick(std::chrono::minutes{1}));
    CHECK(bench.sink.count("zfs.pool.used_bytes") == 2);
}

TEST_CASE("zfs: nobody asks about a pool that is suspended", "[collectors][zfs]") {
    Bench bench;
    bench.host.files["proc/spl/kstat/zfs/tank/state"] = "SUSPENDED\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("zfs.pool.suspended{pool=\"tank\"}") == 1.0);
    CHECK(bench.sink.value("zfs.pool.healthy{pool=\"tank\"}") == 0.0);
    CHECK(bench.programs.started.empty());
}

TEST_CASE("zfs: the kernel's part is told without the program", "[collectors][zfs]") {
    Bench bench;
    bench.programs.answers.clear();
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("zfs.pool.healthy") == 2);
    bench.programs.answers.insert_or_assign(question, CommandOutput{1, "", "permission denied\n"});
    REQUIRE(bench.tick(std::chrono::minutes{1}));
    CHECK(bench.sink.count("zfs.pool.healthy") == 2);
    test::CollectorBench alone{{{"proc/spl/kstat/zfs/rpool/state", "ONLINE\n"}}};
    alone.make("zfs", hardware_catalog());
    REQUIRE(alone.tick());
    CHECK(alone.sink.count("zfs.pool.healthy") == 1);
}

TEST_CASE("zfs: a pool that is exported is forgotten", "[collectors][zfs]") {
    Bench bench;
    REQUIRE(bench.tick());
    bench.host.files.erase("proc/spl/kstat/zfs/tank/state");
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.count("zfs.pool.healthy") == 1);
}

TEST_CASE("zfs: a line that is no pool is malformed", "[collectors][zfs]") {
    std::vector<PoolSpace> pools;
    for (const std::string text :
         {"no pools available\n", "\t1\t2\t3\n", "tank\t1T\t2\t3\n", "tank\t1\n", "\xff\xfe\n"}) {
        INFO(text);
        CHECK(parse_zpool_list(text, pools).error().code == Errc::malformed);
    }
    REQUIRE(parse_zpool_list("", pools));
    CHECK(pools.empty());
    REQUIRE(parse_zpool_list("tank\t5\t2\t900\n", pools));
    CHECK_FALSE(pools.at(0).fragmentation_ratio);
}

TEST_CASE("zfs: an answer that cannot be read is an error", "[collectors][zfs]") {
    Bench bench;
    bench.programs.answer(question, "internal error\n");
    CHECK(bench.tick().error().code == Errc::malformed);
    CHECK(bench.sink.count("zfs.pool.healthy") == 2);
}

TEST_CASE("zfs: pools up to the bound are read", "[collectors][zfs]") {
    std::string text;
    for (std::size_t i = 0; i < zfs_pools_max + 2; ++i)
        text += "p" + std::to_string(i) + "\t10\t5\t0\n";
    std::vector<PoolSpace> pools;
    REQUIRE(parse_zpool_list(text, pools));
    CHECK(pools.size() == zfs_pools_max);
}

TEST_CASE("zfs: a host without pools has no data", "[collectors][zfs]") {
    Bench bench;
    bench.host.files.clear();
    CHECK(bench.tick().error().code == Errc::no_data);
    CHECK(bench.programs.started.empty());
}

}  // namespace
}  // namespace foreshock::collectors
