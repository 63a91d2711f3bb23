#include "collectors/process.hpp"

#include <catch2/catch.hpp>

#include "collectors/process_sampler.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/counting_host_fs.hpp"

namespace foreshock::collectors {
namespace {

struct FakeProcess {
    std::int64_t pid = 42;
    std::string comm = "python3";
    std::string cmdline = "python3 shop.py";
    std::string state = "S";
    std::uint64_t flags = 0;
    std::uint64_t start_ticks = 100000;
    std::uint64_t cpu_ticks = 300;
    std::size_t open_files = 10;
    std::uint64_t files_limit = 1000;
};

void put(test::MapHostFs& host, const FakeProcess& process) {
    const std::string folder = "proc/" + std::to_string(process.pid) + "/";
    host.files[folder + "stat"] =
        std::to_string(process.pid) + " (" + process.comm + ") " + process.state + " 1 1 1 0 -1 " +
        std::to_string(process.flags) + " 0 0 0 0 " + std::to_string(process.cpu_ticks) +
        " 0 0 0 20 0 3 0 " + std::to_string(process.start_ticks) + " 5000 50 0 0\n";
    host.files[folder + "cmdline"] = process.cmdline;
    host.files[folder + "limits"] =
        "Max open files   " + std::to_string(process.files_limit) + "  4096  files\n";
    std::erase_if(host.files, [&](const auto& f) { return f.first.starts_with(folder + "fd/"); });
    for (std::size_t i = 0; i < process.open_files; ++i) {
        host.files[folder + "fd/" + std::to_string(i)] = "";
    }
}

void take_away(test::MapHostFs& host, std::int64_t pid) {
    const std::string folder = "proc/" + std::to_string(pid) + "/";
    std::erase_if(host.files, [&](const auto& f) { return f.first.starts_with(folder); });
}

/// A host with an uptime of 2000 s that watches "shop".
struct ProcessBench : test::CollectorBench {
    ProcessBench() {
        host.files["proc/uptime"] = "2000.00 4000.00\n";
        watch.processes = {{"shop", "shop\\.py"}};
    }

    /// The shop runs and was looked at.
    void begin() {
        put(host, {});
        make("process");
        REQUIRE(tick());
    }
};

FakeProcess restarted() {
    FakeProcess process;
    process.pid = 77;
    process.start_ticks = 150000;
    return process;
}

constexpr Duration round_time = std::chrono::seconds{11};
const std::string shop = "{pid=\"42\",process=\"shop\"}";

TEST_CASE("process: no tick looks at more than its part of a very large host",
          "[collectors][process]") {
    ProcessBench bench;
    for (std::size_t i = 0; i <= PacedRound::step_max; ++i) {
        bench.host.files["proc/" + std::to_string(100000 + i) + "/stat"] = "";
    }
    // Names come in the order of their text: this one is the last.
    FakeProcess last;
    last.pid = 999999;
    put(bench.host, last);
    bench.make("process");
    const std::string series = "process.files.open_count{pid=\"999999\",process=\"shop\"}";
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.value(series).has_value());
    for (int tick = 0; tick < 10; ++tick)
        REQUIRE(bench.tick(std::chrono::seconds{1}));
    CHECK(bench.sink.value(series) == 10.0);
}

TEST_CASE("process: a named one is sampled from the first tick", "[collectors][process]") {
    ProcessBench bench;
    bench.begin();
    CHECK(bench.sink.value("process.files.open_count" + shop) == 10.0);
    CHECK(bench.sink.value("process.files.limit_count" + shop) == 1000.0);
    CHECK(bench.sink.value("process.memory.resident_bytes" + shop) == 50.0 * 4096);
    CHECK(bench.sink.value("process.threads.count" + shop) == 3.0);
    CHECK(bench.sink.value("process.uptime.seconds" + shop) == 1000.0);
    CHECK_FALSE(bench.sink.has("process.cpu.usage_ratio" + shop));
    FakeProcess busy;
    busy.cpu_ticks = 400;
    put(bench.host, busy);
    REQUIRE(bench.tick(std::chrono::seconds{2}));
    CHECK(bench.sink.value("process.cpu.usage_ratio" + shop) == 0.5);
}

TEST_CASE("process: neither kernel threads nor the dead nor others are sampled",
          "[collectors][process]") {
    ProcessBench bench;
    FakeProcess kernel;
    kernel.flags = 0x00200000;
    put(bench.host, kernel);
    FakeProcess dead;
    dead.pid = 43;
    dead.state = "Z";
    put(bench.host, dead);
    FakeProcess other;
    other.pid = 44;
    other.cmdline = "nginx";
    put(bench.host, other);
    bench.make("process");
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
}

TEST_CASE("process: a restarted one is found again at once, with its own id",
          "[collectors][process]") {
    ProcessBench bench;
    bench.begin();
    take_away(bench.host, 42);
    put(bench.host, restarted());
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("process.files.open_count" + shop));
    REQUIRE(bench.tick());
    CHECK(bench.sink.has("process.files.open_count{pid=\"77\",process=\"shop\"}"));
    CHECK_FALSE(bench.sink.has("process.files.open_count" + shop));
}

TEST_CASE("process: one that is away for some seconds is found as soon as it is back",
          "[collectors][process]") {
    ProcessBench bench;
    bench.begin();
    take_away(bench.host, 42);
    for (int away = 0; away < 5; ++away)
        REQUIRE(bench.tick());
    put(bench.host, restarted());
    REQUIRE(bench.tick());
    CHECK(bench.sink.has("process.files.open_count{pid=\"77\",process=\"shop\"}"));
}

TEST_CASE("process: a restart is told once, for the name", "[collectors][process]") {
    const std::string restarts = "process.restarts.count{process=\"shop\"}";
    ProcessBench bench;
    bench.make("process");
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has(restarts));
    put(bench.host, {});
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.value(restarts) == 0.0);
    take_away(bench.host, 42);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value(restarts) == 0.0);
    put(bench.host, restarted());
    double seen = 0;
    for (int tick = 0; tick < 3; ++tick) {
        REQUIRE(bench.tick());
        seen += bench.sink.value(restarts).value_or(0);
    }
    CHECK(seen == 1.0);
    CHECK(bench.sink.value("process.restarts.recent_count{process=\"shop\"}") == 1.0);
}

TEST_CASE("process: an id that was given to another process starts anew", "[collectors][process]") {
    ProcessBench bench;
    bench.begin();
    FakeProcess successor;
    successor.start_ticks = 150000;
    successor.cpu_ticks = 900;
    put(bench.host, successor);
    bool sampled = false;
    for (int tick = 0; tick < 3 && !sampled; ++tick) {
        REQUIRE(bench.tick());
        sampled = bench.sink.has("process.files.open_count" + shop);
    }
    CHECK(bench.sink.value("process.uptime.seconds" + shop) == 500.0);
    CHECK_FALSE(bench.sink.has("process.cpu.usage_ratio" + shop));
}

TEST_CASE("process: one that was only just started has no series yet", "[collectors][process]") {
    ProcessBench bench;
    FakeProcess young;
    young.start_ticks = 199'800;
    put(bench.host, young);
    bench.make("process");
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("process.threads.count" + shop));
    CHECK(bench.sink.asked == bench.sink.count("process.restarts."));
    bench.host.files["proc/uptime"] = "2001.00 4000.00\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("process.uptime.seconds" + shop) == ProcessSampler::age_min_seconds);
}

TEST_CASE("process: a process is recognised after its exec", "[collectors][process]") {
    ProcessBench bench;
    FakeProcess wrapper;
    wrapper.comm = "bash";
    wrapper.cmdline = "bash -c start";
    put(bench.host, wrapper);
    bench.make("process");
    REQUIRE(bench.tick());
    REQUIRE(bench.tick(round_time));
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.values.empty());
    put(bench.host, {});
    for (Duration passed{0}; passed < ProcessRoll::all_states_every; passed += round_time)
        REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.has("process.files.open_count" + shop));
}

TEST_CASE("process: the state of one that lasts is read now and then, its files in each round",
          "[collectors][process]") {
    test::CountingHostFs host;
    put(host.host, {});
    const auto readings = std::make_shared<TickReadings>(host);
    ProcessSweep sweep{host, readings, {}};
    TimePoint now = from_unix_ms(0);
    for (int second = 0; second < 600; ++second, now += std::chrono::seconds{1})
        REQUIRE(sweep.step(now));
    CHECK(host.asked["proc/42/fd"] >= 59);
    CHECK(host.asked["proc/42/stat"] >= 20);
    CHECK(host.asked["proc/42/stat"] <= 22);
}

TEST_CASE("process: at the bound of instances all are sampled, one above it is not",
          "[collectors][process]") {
    ProcessBench bench;
    for (std::size_t i = 0; i <= WatchedProcess::instances_max; ++i) {
        FakeProcess worker;
        worker.pid = 100 + static_cast<std::int64_t>(i);
        put(bench.host, worker);
    }
    bench.make("process");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("process.threads.count") == WatchedProcess::instances_max);
}

TEST_CASE("process: descriptors that may not be counted are quiet", "[collectors][process]") {
    ProcessBench bench;
    put(bench.host, {});
    bench.host.unreadable = {"proc/42/fd", "proc/42/limits"};
    bench.make("process");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("process.files") == 0);
    CHECK(bench.sink.has("process.memory.resident_bytes" + shop));
}

TEST_CASE("process: a changed limit is seen within ten ticks", "[collectors][process]") {
    ProcessBench bench;
    bench.begin();
    FakeProcess raised;
    raised.files_limit = 2000;
    put(bench.host, raised);
    for (int i = 0; i < 10; ++i)
        REQUIRE(bench.tick());
    CHECK(bench.sink.value("process.files.limit_count" + shop) == 2000.0);
}

TEST_CASE("process: descriptors beyond the bound are counted less often", "[collectors][process]") {
    ProcessBench bench;
    FakeProcess small;
    small.open_files = ProcessSampler::files_every_tick_max;
    put(bench.host, small);
    bench.make("process");
    REQUIRE(bench.tick());
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("process.files.open_count") == 1);
    bench.host.files["proc/42/fd/more"] = "";
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("process.files.open_count") == 1);
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("process.files.open_count") == 0);
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("process.files.open_count") == 1);
}

TEST_CASE("process: one near its own limit is found although nobody named it",
          "[collectors][process]") {
    ProcessBench bench;
    bench.watch.processes.clear();
    FakeProcess near;
    near.comm = "leaky";
    near.open_files = 20;
    near.files_limit = 100;
    put(bench.host, near);
    FakeProcess far = near;
    far.pid = 43;
    far.open_files = 19;
    put(bench.host, far);
    bench.make("process");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("process.files.open_count{pid=\"42\",process=\"leaky\"}") == 20.0);
    CHECK(bench.sink.count("process.files.open_count") == 1);
}

TEST_CASE("process: one that grows from round to round is found far from its limit",
          "[collectors][process]") {
    ProcessBench bench;
    bench.watch.processes.clear();
    FakeProcess grows;
    grows.files_limit = 100000;
    grows.open_files = 30;
    put(bench.host, grows);
    bench.make("process");
    REQUIRE(bench.tick());
    grows.open_files = 32;
    put(bench.host, grows);
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.values.empty());
    grows.open_files = 34;
    put(bench.host, grows);
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.value("process.files.open_count{pid=\"42\",process=\"python3\"}") == 34.0);
}

TEST_CASE("process: no more are discovered than the bound, the nearest first",
          "[collectors][process]") {
    ProcessBench bench;
    bench.watch.processes.clear();
    bench.watch.discovered_max = 2;
    for (std::size_t i = 0; i < 3; ++i) {
        FakeProcess near;
        near.pid = 100 + static_cast<std::int64_t>(i);
        near.files_limit = 100;
        near.open_files = 30 + 10 * i;
        put(bench.host, near);
    }
    bench.make("process");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("process.files.open_count") == 2);
    CHECK(bench.sink.count("process.files.open_count{pid=\"100\"") == 0);
}

TEST_CASE("process: a discovered one that ends makes room", "[collectors][process]") {
    ProcessBench bench;
    bench.watch.processes.clear();
    bench.watch.discovered_max = 1;
    FakeProcess first;
    first.files_limit = 20;
    put(bench.host, first);
    FakeProcess second = first;
    second.pid = 43;
    second.open_files = 9;
    put(bench.host, second);
    bench.make("process");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("process.files.open_count{pid=\"42\"") == 1);
    take_away(bench.host, 42);
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.count("process.files.open_count{pid=\"43\"") == 1);
}

TEST_CASE("process: settings that cannot work are invalid", "[collectors][process]") {
    test::MapHostFs host;
    test::StubSpaceProbe space;
    for (const auto& processes : std::vector<std::vector<WatchedProcess>>{
             {{"shop", "("}}, {{"", "x"}}, {{"shop", "x"}, {"shop", "y"}}, {{"shop", ""}}}) {
        WatchSettings watch;
        watch.processes = processes;
        const auto made = make_process({host, space, watch, {}});
        REQUIRE_FALSE(made);
        CHECK(made.error().code == Errc::invalid);
        CHECK(made.error().what.find("watch.process") != std::string::npos);
    }
}

}  // namespace
}  // namespace foreshock::collectors
