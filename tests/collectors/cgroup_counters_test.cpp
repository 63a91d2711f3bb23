#include "collectors/cgroup_counters.hpp"

#include <catch2/catch.hpp>

#include "tests/support/map_host_fs.hpp"

namespace foreshock::collectors {
namespace {

const std::string v2_cpu_stat =
    "usage_usec 8321044\nuser_usec 5102000\nsystem_usec 3219044\ncore_sched.force_idle_usec 0\n"
    "nr_periods 120\nnr_throttled 30\nthrottled_usec 4500000\nnr_bursts 0\nburst_usec 0\n";

TEST_CASE("cgroup cpu.stat: version 2 tells usage and throttling", "[collectors][cgroup]") {
    const auto stat = parse_cgroup_cpu_stat(v2_cpu_stat, CgroupVersion::v2);
    REQUIRE(stat);
    CHECK(stat->usage_us == 8321044U);
    CHECK(stat->periods == 120U);
    CHECK(stat->throttled_periods == 30);
    CHECK(stat->throttled_us == 4500000);
}

TEST_CASE("cgroup cpu.stat: without the controller there are no periods", "[collectors][cgroup]") {
    const auto stat = parse_cgroup_cpu_stat(
        "usage_usec 81044\nuser_usec 51000\nsystem_usec 30044\n", CgroupVersion::v2);
    REQUIRE(stat);
    CHECK(stat->usage_us == 81044U);
    CHECK_FALSE(stat->periods);
}

TEST_CASE("cgroup cpu.stat: version 1 counts nanoseconds", "[collectors][cgroup]") {
    const auto stat = parse_cgroup_cpu_stat(
        "nr_periods 12\nnr_throttled 3\nthrottled_time 5000000\nnr_bursts 0\nburst_time 0\n",
        CgroupVersion::v1);
    REQUIRE(stat);
    CHECK_FALSE(stat->usage_us);
    CHECK(stat->periods == 12U);
    CHECK(stat->throttled_us == 5000);
}

TEST_CASE("cgroup cpu.stat: a text of neither is malformed", "[collectors][cgroup]") {
    for (const std::string text : {"", "usage_usec\n", "nr_periods 5\n", "usage_usec -1\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_cgroup_cpu_stat(text, CgroupVersion::v2));
        CHECK(parse_cgroup_cpu_stat(text, CgroupVersion::v2).error().code == Errc::malformed);
    }
}

TEST_CASE("cgroup quota: is told as whole cores", "[collectors][cgroup]") {
    CHECK(**parse_cpu_max("50000 100000\n") == 0.5);
    CHECK(**parse_cpu_max("400000 100000\n") == 4.0);
    CHECK_FALSE(parse_cpu_max("max 100000\n")->has_value());
    CHECK(**parse_cfs_quota("150000\n", "100000\n") == 1.5);
    CHECK_FALSE(parse_cfs_quota("-1\n", "100000\n")->has_value());
    for (const std::string text : {"", "50000\n", "50000 0\n", "x 100000\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_cpu_max(text));
        CHECK(parse_cpu_max(text).error().code == Errc::malformed);
    }
    CHECK(parse_cfs_quota("x", "100000").error().code == Errc::malformed);
    CHECK(parse_cfs_quota("100000", "").error().code == Errc::malformed);
}

TEST_CASE("cgroup quota: each version has its own files", "[collectors][cgroup]") {
    const test::MapHostFs host{{"v1/shop/cpu.cfs_quota_us", "20000\n"},
                               {"v1/shop/cpu.cfs_period_us", "100000\n"},
                               {"v1/half/cpu.cfs_quota_us", "20000\n"},
                               {"v2/shop/cpu.max", "30000 100000\n"}};
    const CgroupTree v1{"v1", CgroupVersion::v1, false, false, true};
    const CgroupTree v2{"v2", CgroupVersion::v2, false, false, true};
    std::string buffer;
    CHECK(**read_cgroup_quota(host, v1, "/shop", buffer) == 0.2);
    CHECK(**read_cgroup_quota(host, v2, "/shop", buffer) == 0.3);
    CHECK(read_cgroup_quota(host, v1, "/half", buffer).error().code == Errc::no_data);
    CHECK(read_cgroup_quota(host, v2, "/none", buffer).error().code == Errc::no_data);
}

TEST_CASE("cgroup memory.events: what an old kernel does not count is zero",
          "[collectors][cgroup]") {
    const auto events =
        parse_cgroup_memory_events("low 0\nhigh 11\nmax 22\noom 3\noom_kill 4\noom_group_kill 1\n");
    REQUIRE(events);
    CHECK(events->high == 11);
    CHECK(events->max == 22);
    CHECK(events->oom == 3);
    CHECK(events->oom_kill == 4);
    const auto old = parse_cgroup_memory_events("low 0\nhigh 1\nmax 2\noom 3\n");
    REQUIRE(old);
    CHECK(old->oom_kill == 0);
    for (const std::string text : {"", "low 0\nhigh 5\n", "max\n", "max x\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_cgroup_memory_events(text));
        CHECK(parse_cgroup_memory_events(text).error().code == Errc::malformed);
    }
}

TEST_CASE("cgroup events: the number behind a key", "[collectors][cgroup]") {
    CHECK(*parse_cgroup_event("max 5\n", "max") == 5);
    CHECK(*parse_cgroup_event("oom_kill_disable 0\nunder_oom 0\noom_kill 7\n", "oom_kill") == 7);
    CHECK(parse_cgroup_event("maximum 5\n", "max").error().code == Errc::malformed);
    CHECK(parse_cgroup_event("max x\n", "max").error().code == Errc::malformed);
}

TEST_CASE("cgroup io.stat: devices are summed", "[collectors][cgroup]") {
    const auto io = parse_cgroup_io(
        "8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0\n"
        "8:0 rbytes=90430464 wbytes=299008000 rios=8950 wios=1252 dbytes=50331648 dios=3021\n");
    REQUIRE(io);
    CHECK(io->read_bytes == 1459200 + 90430464);
    CHECK(io->written_bytes == 314773504 + 299008000);
    CHECK(io->reads == 192 + 8950);
    CHECK(io->writes == 353 + 1252);
    REQUIRE(parse_cgroup_io(""));
    CHECK(parse_cgroup_io("")->reads == 0);
    REQUIRE(parse_cgroup_io("8:0\n"));
    for (const std::string text : {"8:0 rbytes\n", "8:0 rbytes=x\n", "8:0 rbytes=-1\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_cgroup_io(text));
        CHECK(parse_cgroup_io(text).error().code == Errc::malformed);
    }
}

}  // namespace
}  // namespace foreshock::collectors
