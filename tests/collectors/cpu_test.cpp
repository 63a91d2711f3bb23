#include "collectors/cpu.hpp"

#include <catch2/catch.hpp>

#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string two_cores =
    "cpu  100 10 50 800 40 1 2 3 60 0\n"
    "cpu0 60 10 30 400 20 1 2 3 60 0\n"
    "cpu1 40 0 20 400 20 0 0 0 0 0\n"
    "intr 175454 0 0 0\n"
    "ctxt 353858\n"
    "btime 1795474610\n"
    "processes 7302\n"
    "procs_running 1\n"
    "procs_blocked 2\n"
    "softirq 132173 0\n";

TEST_CASE("cpu: all kinds of time, cores and counters are read", "[collectors][cpu]") {
    CpuReading reading;
    REQUIRE(parse_cpu(two_cores, reading));
    CHECK(reading.all == CpuTimes{100, 10, 50, 800, 40, 1, 2, 3});
    REQUIRE(reading.cores.size() == 2);
    CHECK(reading.cores[1].number == 1);
    CHECK(reading.cores[1].times == CpuTimes{40, 0, 20, 400, 20, 0, 0, 0});
    CHECK(reading.context_switches == 353858);
    CHECK(reading.forks == 7302);
    CHECK(reading.blocked_tasks == 2);
}

TEST_CASE("cpu: tasks that wait for a disk are read without the rest", "[collectors][cpu]") {
    CHECK(parse_blocked_tasks(two_cores) == 2);
    for (const std::string text : {"", "procs_blocked 7\n", "cpu 1\nprocs_blocked \n", "cpu 1\n"})
        CHECK(parse_blocked_tasks(text) == 0);
}

TEST_CASE("cpu: a reading is used again without remains of the last", "[collectors][cpu]") {
    CpuReading reading;
    REQUIRE(parse_cpu(two_cores, reading));
    REQUIRE(parse_cpu("cpu 1 2 3 4\n", reading));
    CHECK(reading.cores.empty());
    CHECK(reading.all == CpuTimes{1, 2, 3, 4, 0, 0, 0, 0});
    CHECK(reading.forks == 0);
}

TEST_CASE("cpu: text without a usable cpu line is malformed", "[collectors][cpu]") {
    CpuReading reading;
    for (const std::string text : {"", "\n", "intr 5\n", "cpu\n", "cpu 1 2 3\n", "cpu a b c d\n",
                                   "cpu 1 2 3 4\ncpu0 1 2\n"}) {
        const auto parsed = parse_cpu(text, reading);
        INFO(text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == Errc::malformed);
    }
}

TEST_CASE("cpu: cores up to the bound have series, the next has none", "[collectors][cpu]") {
    CpuReading reading;
    const std::string last = std::to_string(CpuReading::cores_max - 1);
    const std::string beyond = std::to_string(CpuReading::cores_max);
    REQUIRE(
        parse_cpu("cpu 1 2 3 4\ncpu" + last + " 1 2 3 4\ncpu" + beyond + " 1 2 3 4\n", reading));
    REQUIRE(reading.cores.size() == 1);
    CHECK(reading.cores[0].number == CpuReading::cores_max - 1);
}

TEST_CASE("cpu: shares add up to one, and guests are not counted twice", "[collectors][cpu]") {
    const CpuTimes before{100, 0, 50, 800, 40, 0, 0, 0};
    const CpuTimes after{150, 0, 60, 830, 50, 0, 0, 0};
    const auto shares = cpu_shares(before, after);
    REQUIRE(shares);
    CHECK((*shares)[0] == Approx(0.5));
    CHECK((*shares)[2] == Approx(0.1));
    CHECK((*shares)[cpu_idle] == Approx(0.3));
    CHECK((*shares)[cpu_iowait] == Approx(0.1));
}

TEST_CASE("cpu: iowait and idle that run back count as nothing", "[collectors][cpu]") {
    const auto shares = cpu_shares({100, 0, 0, 800, 40, 0, 0, 0}, {150, 0, 0, 850, 30, 0, 0, 0});
    REQUIRE(shares);
    CHECK((*shares)[0] == Approx(0.5));
    CHECK((*shares)[cpu_iowait] == 0);
    CHECK(cpu_shares({1, 0, 0, 9, 0, 0, 0, 0}, {2, 0, 0, 8, 0, 0, 0, 0}).has_value());
}

TEST_CASE("cpu: work that runs back gives no shares, nor does time that stands still",
          "[collectors][cpu]") {
    CHECK_FALSE(cpu_shares({100, 0, 0, 800, 0, 0, 0, 0}, {99, 0, 0, 900, 0, 0, 0, 0}));
    CHECK_FALSE(cpu_shares({100, 0, 0, 800, 0, 0, 0, 0}, {100, 0, 0, 800, 0, 0, 0, 0}));
}

TEST_CASE("cpu: the first tick has no shares and no rates, the second has", "[collectors][cpu]") {
    test::CollectorBench bench{{{"proc/stat", two_cores}}};
    bench.make("cpu");
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.size() == 1);
    CHECK(bench.sink.value("cpu.tasks.blocked_count") == 2.0);
    bench.host.files["proc/stat"] =
        "cpu  150 10 60 830 50 1 2 3\ncpu0 90 10 30 420 20 1 2 3\ncpu1 60 0 30 410 30 0 0 0\n"
        "ctxt 354058\nprocesses 7312\nprocs_blocked 0\n";
    REQUIRE(bench.tick(std::chrono::seconds{2}));
    CHECK(*bench.sink.value("cpu.time.user_ratio") == Approx(0.5));
    CHECK(*bench.sink.value("cpu.time.busy_ratio") == Approx(0.6));
    CHECK(*bench.sink.value("cpu.core.busy_ratio{core=\"0\"}") == Approx(0.6));
    CHECK(*bench.sink.value("cpu.core.busy_ratio{core=\"1\"}") == Approx(0.6));
    CHECK(bench.sink.value("cpu.tasks.switches_per_second") == 100.0);
    CHECK(bench.sink.value("cpu.tasks.forks_per_second") == 5.0);
}

TEST_CASE("cpu: a core that was offline starts anew", "[collectors][cpu]") {
    test::CollectorBench bench{{{"proc/stat", "cpu 1 0 0 9\ncpu1 1 0 0 9\n"}}};
    bench.make("cpu");
    REQUIRE(bench.tick());
    bench.host.files["proc/stat"] = "cpu 2 0 0 18\n";
    REQUIRE(bench.tick());
    bench.host.files["proc/stat"] = "cpu 3 0 0 27\ncpu1 500 0 0 900\n";
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("cpu.core.busy_ratio{core=\"1\"}"));
    bench.host.files["proc/stat"] = "cpu 4 0 0 36\ncpu1 501 0 0 901\n";
    REQUIRE(bench.tick());
    CHECK(*bench.sink.value("cpu.core.busy_ratio{core=\"1\"}") == Approx(0.5));
}

TEST_CASE("cpu: one core that drowns in interrupts is seen behind the mean", "[collectors][cpu]") {
    test::CollectorBench bench{{{"proc/stat",
                                 "cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\n"
                                 "cpu1 0 0 0 0 0 0 0 0 0 0\n"}}};
    bench.make("cpu");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("cpu.busiest") == 0);
    bench.host.files["proc/stat"] =
        "cpu  0 0 0 100 20 0 80 0 0 0\ncpu0 0 0 0 10 0 0 80 10 0 0\n"
        "cpu1 0 0 0 80 20 0 0 0 0 0\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("cpu.busiest.softirq_ratio") == 0.8);
    CHECK(bench.sink.value("cpu.busiest.steal_ratio") == 0.1);
    CHECK(bench.sink.value("cpu.busiest.iowait_ratio") == 0.2);
    CHECK(bench.sink.value("cpu.time.softirq_ratio") == 0.4);
    CHECK(bench.sink.count("cpu.busiest") == 3);
}

TEST_CASE("cpu: each core tells what it does", "[collectors][cpu]") {
    test::CollectorBench bench{{{"proc/stat", "cpu 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0\n"}}};
    bench.make("cpu");
    REQUIRE(bench.tick());
    bench.host.files["proc/stat"] = "cpu 0 0 0 0\ncpu0 20 10 15 20 5 0 20 10\n";
    REQUIRE(bench.tick());
    const auto share = [&bench](const std::string& kind) {
        return *bench.sink.value("cpu.core." + kind + "_ratio{core=\"0\"}");
    };
    CHECK(share("user") == Approx(0.3));
    CHECK(share("system") == Approx(0.15));
    CHECK(share("iowait") == Approx(0.05));
    CHECK(share("softirq") == Approx(0.2));
    CHECK(share("steal") == Approx(0.1));
    CHECK(share("busy") == Approx(0.75));
}

TEST_CASE("cpu: interrupts are told by kind, and not where the kernel has none",
          "[collectors][cpu]") {
    const auto text = [](const std::string& intr, const std::string& softirq) {
        return "cpu 1 0 0 9\nintr " + intr + "\nsoftirq " + softirq + "\n";
    };
    test::CollectorBench bench{
        {{"proc/stat", text("100 7 0 93", "1000 1 100 20 300 40 5 60 70 8 90")}}};
    bench.make("cpu");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("cpu.interrupts") == 0);
    bench.host.files["proc/stat"] = text("150 7 0 143", "1200 1 110 24 380 40 5 66 72 8 100");
    REQUIRE(bench.tick(std::chrono::seconds{2}));
    const auto rate = [&bench](const std::string& kind) {
        return bench.sink.value("cpu.interrupts." + kind + "_per_second");
    };
    CHECK(rate("hardware") == 25.0);
    CHECK(rate("software") == 100.0);
    CHECK(rate("timer") == 5.0);
    CHECK(rate("network_transmit") == 2.0);
    CHECK(rate("network_receive") == 40.0);
    CHECK(rate("block") == 0.0);
    CHECK(rate("tasklet") == 3.0);
    CHECK(rate("scheduler") == 1.0);
    CHECK(rate("rcu") == 5.0);
    bench.host.files["proc/stat"] = "cpu 2 0 0 10\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("cpu.interrupts") == 0);
}

}  // namespace
}  // namespace foreshock::collectors
