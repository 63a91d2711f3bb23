#include "collectors/cgroup.hpp"

#include <catch2/catch.hpp>

#include "collectors/cgroup_walk.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/fixture.hpp"

namespace foreshock::collectors {
namespace {

constexpr Duration round_time = std::chrono::seconds{11};

struct CgroupBench : test::CollectorBench {
    explicit CgroupBench(const std::string& fixture)
        : CollectorBench(test::load_fixture(fixture)) {}

    /// Enough rounds for everything to be seen.
    void settle() {
        for (int i = 0; i < 12; ++i)
            REQUIRE(tick(std::chrono::seconds{1}));
    }
};

const std::string v2 = "sys/fs/cgroup";

TEST_CASE("cgroup: version 1 limits are found and sampled", "[collectors][cgroup]") {
    CgroupBench bench{"cgroup_v1_host"};
    bench.make("cgroup");
    REQUIRE(bench.tick());
    const std::string shop = "{cgroup=\"/faultlab-shop\"}";
    CHECK(bench.sink.value("cgroup.memory.working_set_bytes" + shop) == 100'000'000.0);
    CHECK(bench.sink.value("cgroup.memory.limit_bytes" + shop) == 314'572'800.0);
    CHECK(bench.sink.value("cgroup.pids.current_count" + shop) == 60.0);
    CHECK(bench.sink.value("cgroup.pids.limit_count" + shop) == 150.0);
    CHECK(bench.sink.values.size() == 4);
}

TEST_CASE("cgroup: version 2 limits are found and sampled", "[collectors][cgroup]") {
    CgroupBench bench{"cgroup_v2_host"};
    bench.make("cgroup");
    REQUIRE(bench.tick());
    const std::string shop = "{cgroup=\"/system.slice/shop.service\"}";
    CHECK(bench.sink.value("cgroup.memory.working_set_bytes" + shop) == 400'000'000.0);
    CHECK(bench.sink.value("cgroup.memory.limit_bytes" + shop) == 1'073'741'824.0);
    CHECK(bench.sink.value("cgroup.pids.limit_count" + shop) == 4915.0);
    CHECK(bench.sink.has("cgroup.memory.limit_bytes{cgroup=\"/kubepods.slice\"}"));
}

TEST_CASE("cgroup: no limit, and one beyond the host's memory, make no series of limits",
          "[collectors][cgroup]") {
    CgroupBench bench{"cgroup_v2_host"};
    bench.make("cgroup");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("cgroup.memory.limit_bytes") == 2);
    CHECK_FALSE(bench.sink.has("cgroup.memory.limit_bytes{cgroup=\"/system.slice\"}"));
    CHECK_FALSE(bench.sink.has("cgroup.memory.limit_bytes{cgroup=\"/system.slice/huge.service\"}"));
}

TEST_CASE("cgroup: a named one without limit stands for the nearest limited one above it",
          "[collectors][cgroup]") {
    CgroupBench bench{"cgroup_v2_host"};
    bench.watch.discovered_max = 0;
    bench.watch.cgroups = {"worker"};
    bench.make("cgroup");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("cgroup.memory.limit_bytes") == 1);
    CHECK(bench.sink.has("cgroup.memory.limit_bytes{cgroup=\"/kubepods.slice\"}"));
}

TEST_CASE("cgroup: names are whole paths, with or without a slash, or last parts",
          "[collectors][cgroup]") {
    for (const char* name :
         {"/system.slice/shop.service", "system.slice/shop.service", "shop.service"}) {
        CgroupBench bench{"cgroup_v2_host"};
        bench.watch.discovered_max = 0;
        bench.watch.cgroups = {name};
        bench.make("cgroup");
        REQUIRE(bench.tick());
        INFO(name);
        CHECK(bench.sink.count("cgroup.memory.limit_bytes") == 1);
        CHECK(bench.sink.has("cgroup.memory.limit_bytes{cgroup=\"/system.slice/shop.service\"}"));
    }
}

TEST_CASE("cgroup: a named one is sampled even when its limit is far", "[collectors][cgroup]") {
    CgroupBench bench{"cgroup_v2_host"};
    bench.watch.cgroups = {"huge.service"};
    bench.make("cgroup");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("cgroup.pids.current_count{cgroup=\"/system.slice/huge.service\"}") ==
          3.0);
}

TEST_CASE("cgroup: one with a quota of processor time is found, and how it fares is told",
          "[collectors][cgroup]") {
    CgroupBench bench{"cgroup_v2_host"};
    const std::string api = v2 + "/system.slice/api.service";
    bench.host.files[api + "/cpu.max"] = "50000 100000\n";
    bench.host.files[api + "/cpu.stat"] = "usage_usec 0\nnr_periods 0\nnr_throttled 0\n";
    bench.host.files[v2 + "/system.slice/shop.service/pids.events"] = "max 0\n";
    bench.make("cgroup");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("cgroup.cpu.limit_cores_count{cgroup=\"/system.slice/api.service\"}") ==
          0.5);
    bench.host.files[v2 + "/system.slice/shop.service/pids.events"] = "max 3\n";
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.value("cgroup.pids.refused_count{cgroup=\"/system.slice/shop.service\"}") ==
          3.0);
}

TEST_CASE("cgroup: large services are followed without a limit too, at a slower pace",
          "[collectors][cgroup]") {
    const std::string huge =
        "cgroup.memory.working_set_bytes{cgroup=\"/system.slice/huge.service\"}";
    CgroupBench bench{"cgroup_v2_host"};
    bench.make("cgroup");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value(huge) == 400'000'000.0);
    CHECK(bench.sink.count("cgroup.memory.working_set_bytes{cgroup=\"/system.slice\"}") == 0);
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has(huge));
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.has(huge));
}

TEST_CASE("cgroup: of services without a limit the largest are followed, small ones never",
          "[collectors][cgroup]") {
    CgroupBench bench{"cgroup_v2_host"};
    bench.watch.discovered_max = 4;
    const auto put = [&bench](const std::string& name, double bytes) {
        const std::string folder = v2 + "/system.slice/" + name;
        bench.host.files[folder + "/memory.current"] =
            std::to_string(static_cast<std::uint64_t>(bytes)) + "\n";
        bench.host.files[folder + "/memory.stat"] = "inactive_file 0\n";
    };
    put("larger.service", 3e9);
    put("large.scope", 2e9);
    put("small.service", CgroupWalk::unit_bytes_min - 1);
    bench.make("cgroup");
    REQUIRE(bench.tick());
    const std::string usage = "cgroup.memory.working_set_bytes{cgroup=\"/system.slice/";
    CHECK(bench.sink.has(usage + "larger.service\"}"));
    CHECK(bench.sink.has(usage + "large.scope\"}"));
    CHECK_FALSE(bench.sink.has(usage + "huge.service\"}"));
    CHECK_FALSE(bench.sink.has(usage + "small.service\"}"));
}

TEST_CASE("cgroup: how a named one without limit fares is told too", "[collectors][cgroup]") {
    CgroupBench bench{"cgroup_v2_host"};
    bench.watch.discovered_max = 0;
    bench.watch.cgroups = {"worker"};
    const std::string io = v2 + "/kubepods.slice/pod1.slice/worker/io.stat";
    bench.host.files[io] = "8:0 rbytes=0 wbytes=0 rios=0 wios=0\n";
    bench.make("cgroup");
    REQUIRE(bench.tick());
    bench.host.files[io] = "8:0 rbytes=110 wbytes=0 rios=0 wios=0\n";
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.value(
              "cgroup.io.read_bytes_per_second{cgroup=\"/kubepods.slice/pod1.slice/worker\"}") ==
          10.0);
}

TEST_CASE("cgroup: one that is made later is found, one that goes is forgotten",
          "[collectors][cgroup]") {
    CgroupBench bench{"cgroup_v2_host"};
    bench.make("cgroup");
    REQUIRE(bench.tick());
    const std::string late = "{cgroup=\"/late\"}";
    bench.host.files[v2 + "/late/memory.max"] = "1000000\n";
    bench.host.files[v2 + "/late/memory.current"] = "500000\n";
    bench.host.files[v2 + "/late/memory.stat"] = "inactive_file 0\n";
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("cgroup.memory.limit_bytes" + late));
    for (int i = 0; i < 3; ++i)
        REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.has("cgroup.memory.limit_bytes" + late));
    std::erase_if(bench.host.files,
                  [](const auto& file) { return file.first.starts_with(v2 + "/late/"); });
    for (int i = 0; i < 3; ++i)
        REQUIRE(bench.tick(round_time));
    CHECK_FALSE(bench.sink.has("cgroup.memory.limit_bytes" + late));
}

TEST_CASE("cgroup: a limit that is lifted ends the series", "[collectors][cgroup]") {
    CgroupBench bench{"cgroup_v1_host"};
    bench.make("cgroup");
    REQUIRE(bench.tick());
    bench.host.files["sys/fs/cgroup/memory/faultlab-shop/memory.limit_in_bytes"] =
        "9223372036854771712\n";
    bench.settle();
    CHECK(bench.sink.count("cgroup.memory") == 0);
    CHECK(bench.sink.count("cgroup.pids") == 2);
}

TEST_CASE("cgroup: no more are discovered than the bound, the nearest to its limit first",
          "[collectors][cgroup]") {
    CgroupBench bench{"cgroup_v2_host"};
    bench.watch.discovered_max = 1;
    bench.host.files[v2 + "/kubepods.slice/memory.current"] = "2000000000\n";
    bench.make("cgroup");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("cgroup.memory.limit_bytes") == 1);
    CHECK(bench.sink.has("cgroup.memory.limit_bytes{cgroup=\"/kubepods.slice\"}"));
}

TEST_CASE("cgroup: a host without cgroups has no data, until there are some",
          "[collectors][cgroup]") {
    CgroupBench bench{"cgroup_v2_host"};
    const auto files = bench.host.files;
    bench.host.files.clear();
    bench.make("cgroup");
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::no_data);
    bench.host.files = files;
    REQUIRE(bench.tick(std::chrono::minutes{1}));
    CHECK(bench.sink.count("cgroup.memory.limit_bytes") == 2);
}

TEST_CASE("cgroup walk: paths up to the bound are followed, longer ones are not",
          "[collectors][cgroup]") {
    test::MapHostFs host;
    const std::string fits(CgroupWalk::path_bytes_max - 1, 'a');
    for (const std::string& name : {fits, fits + "b"}) {
        host.files["cg/" + name + "/pids.max"] = "10\n";
        host.files["cg/" + name + "/pids.current"] = "9\n";
    }
    CgroupWalk walk{host, {"cg", CgroupVersion::v2, false, true}, {}};
    REQUIRE(walk.step(from_unix_ms(0)));
    REQUIRE(walk.candidates().size() == 1);
    CHECK(walk.candidates().front().key == "/" + fits);
    CHECK(walk.candidates().front().wanted);
}

}  // namespace
}  // namespace foreshock::collectors
