#include "collectors/cgroup_activity.hpp"

#include <catch2/catch.hpp>

#include "tests/support/map_host_fs.hpp"
#include "tests/support/recording_sink.hpp"

namespace foreshock::collectors {
namespace {

const std::string label = "{cgroup=\"/shop\"}";

/// One cgroup, "/shop" in the tree "cg", sampled by hand.
struct ActivityBench {
    explicit ActivityBench(CgroupVersion version = CgroupVersion::v2)
        : activity(host, {"cg", version, true, true, true}, "/shop") {}

    void put(const std::string& name, const std::string& text) {
        host.files["cg/shop/" + name] = text;
    }

    void sample(Duration after = CgroupActivity::every) {
        now += after;
        sink.clear();
        activity.sample(now, sink);
    }

    [[nodiscard]] std::optional<double> value(const std::string& signal) const {
        return sink.value("cgroup." + signal + label);
    }

    test::MapHostFs host;
    TimePoint now = from_unix_ms(1'790'000'000'000);
    test::RecordingSink sink;
    CgroupActivity activity;
};

std::string pressure(std::uint64_t some_us, std::uint64_t full_us) {
    return "some avg10=0.00 avg60=0.00 avg300=0.00 total=" + std::to_string(some_us) +
           "\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=" + std::to_string(full_us) + "\n";
}

TEST_CASE("cgroup activity: time lost waiting is a share of the interval", "[collectors][cgroup]") {
    ActivityBench bench;
    bench.put("cpu.pressure", pressure(1000, 0));
    bench.put("memory.pressure", pressure(0, 0));
    bench.sample();
    CHECK(bench.sink.values.empty());
    bench.put("cpu.pressure", pressure(2'501'000, 1'000'000));
    bench.put("memory.pressure", pressure(99'000'000, 0));
    bench.sample();
    CHECK(bench.value("pressure.cpu_some_ratio") == 0.25);
    CHECK(bench.value("pressure.cpu_full_ratio") == 0.1);
    CHECK(bench.value("pressure.memory_some_ratio") == 1.0);
    CHECK(bench.value("pressure.memory_full_ratio") == 0.0);
    CHECK(bench.sink.count("cgroup.pressure.io") == 0);
}

TEST_CASE("cgroup activity: is looked at every ten seconds and no more often",
          "[collectors][cgroup]") {
    ActivityBench bench;
    bench.put("pids.events", "max 0\n");
    bench.sample();
    bench.put("pids.events", "max 2\n");
    for (int second = 1; second < 10; ++second) {
        bench.sample(std::chrono::seconds{1});
        CHECK(bench.sink.values.empty());
    }
    bench.sample(std::chrono::seconds{1});
    CHECK(bench.value("pids.refused_count") == 2.0);
}

TEST_CASE("cgroup activity: processor time beside its quota, and how often it was held back",
          "[collectors][cgroup]") {
    ActivityBench bench;
    bench.put("cpu.max", "200000 100000\n");
    bench.put("cpu.stat", "usage_usec 0\nnr_periods 100\nnr_throttled 10\nthrottled_usec 0\n");
    bench.sample();
    CHECK(bench.value("cpu.limit_cores_count") == 2.0);
    bench.put("cpu.stat",
              "usage_usec 15000000\nnr_periods 200\nnr_throttled 35\nthrottled_usec 20000000\n");
    bench.sample();
    CHECK(bench.value("cpu.used_cores_count") == 1.5);
    CHECK(bench.value("cpu.throttled_periods_ratio") == 0.25);
    CHECK(bench.value("cpu.throttled_time_ratio") == 2.0);
    bench.sample();
    CHECK(bench.value("cpu.throttled_periods_ratio") == 0.0);
}

TEST_CASE("cgroup activity: without a quota nothing is held back", "[collectors][cgroup]") {
    ActivityBench bench;
    bench.put("cpu.max", "max 100000\n");
    for (const char* usage : {"0", "5000000"}) {
        bench.put("cpu.stat", "usage_usec " + std::string{usage} +
                                  "\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n");
        bench.sample();
    }
    CHECK(bench.value("cpu.used_cores_count") == 0.5);
    CHECK(bench.sink.values.size() == 1);
}

TEST_CASE("cgroup activity: a counter that runs back has no value once", "[collectors][cgroup]") {
    ActivityBench bench;
    for (const char* kills : {"5", "1"}) {
        bench.put("memory.events",
                  "low 0\nhigh 100\nmax 0\noom 0\noom_kill " + std::string{kills} + "\n");
        bench.sample();
    }
    CHECK_FALSE(bench.value("memory.oom_kills_count"));
    CHECK(bench.value("memory.high_per_second") == 0.0);
    bench.put("memory.events", "low 0\nhigh 150\nmax 20\noom 2\noom_kill 4\n");
    bench.sample();
    CHECK(bench.value("memory.oom_kills_count") == 3.0);
    CHECK(bench.value("memory.ooms_count") == 2.0);
    CHECK(bench.value("memory.high_per_second") == 5.0);
    CHECK(bench.value("memory.max_per_second") == 2.0);
}

TEST_CASE("cgroup activity: swap has series only with a limit that allows some",
          "[collectors][cgroup]") {
    ActivityBench bench;
    bench.put("memory.swap.current", "4096\n");
    for (const char* limit : {"max\n", "0\n"}) {
        bench.put("memory.swap.max", limit);
        bench.sample();
        CHECK(bench.sink.values.empty());
    }
    bench.put("memory.swap.max", "1073741824\n");
    bench.sample();
    CHECK(bench.value("swap.used_bytes") == 4096.0);
    CHECK(bench.value("swap.limit_bytes") == 1073741824.0);
}

TEST_CASE("cgroup activity: disk traffic is per second", "[collectors][cgroup]") {
    ActivityBench bench;
    bench.put("io.stat", "8:0 rbytes=0 wbytes=0 rios=0 wios=0 dbytes=0 dios=0\n");
    bench.sample();
    bench.put("io.stat", "8:0 rbytes=40960 wbytes=81920 rios=10 wios=20 dbytes=0 dios=0\n");
    bench.sample();
    CHECK(bench.value("io.read_bytes_per_second") == 4096.0);
    CHECK(bench.value("io.written_bytes_per_second") == 8192.0);
    CHECK(bench.value("io.reads_per_second") == 1.0);
    CHECK(bench.value("io.writes_per_second") == 2.0);
}

TEST_CASE("cgroup activity: version 1 tells of throttling, met limits and kills",
          "[collectors][cgroup]") {
    ActivityBench bench{CgroupVersion::v1};
    bench.put("cpu.cfs_quota_us", "50000\n");
    bench.put("cpu.cfs_period_us", "100000\n");
    bench.put("cpu.stat", "nr_periods 0\nnr_throttled 0\nthrottled_time 0\n");
    bench.put("cpuacct.usage", "0\n");
    bench.put("memory.failcnt", "7\n");
    bench.put("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n");
    bench.sample();
    bench.put("cpu.stat", "nr_periods 100\nnr_throttled 50\nthrottled_time 5000000000\n");
    bench.put("cpuacct.usage", "2500000000\n");
    bench.put("memory.failcnt", "27\n");
    bench.put("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
    bench.sample();
    CHECK(bench.value("cpu.used_cores_count") == 0.25);
    CHECK(bench.value("cpu.limit_cores_count") == 0.5);
    CHECK(bench.value("cpu.throttled_periods_ratio") == 0.5);
    CHECK(bench.value("cpu.throttled_time_ratio") == 0.5);
    CHECK(bench.value("memory.max_per_second") == 2.0);
    CHECK(bench.value("memory.oom_kills_count") == 1.0);
}

TEST_CASE("cgroup activity: whatever the files hold, what cannot be read is left out",
          "[collectors][cgroup]") {
    for (const std::string text : {"", "\n", "\xff\xfe\x00", "max", "some avg10=", "8:0 =\n"}) {
        ActivityBench bench;
        for (const char* name :
             {"cpu.pressure", "memory.pressure", "io.pressure", "cpu.stat", "cpu.max",
              "memory.events", "memory.swap.max", "memory.swap.current", "pids.events"}) {
            bench.put(name, text);
        }
        bench.sample();
        bench.sample();
        CHECK(bench.sink.values.empty());
    }
}

}  // namespace
}  // namespace foreshock::collectors
