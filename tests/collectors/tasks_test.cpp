#include "collectors/tasks.hpp"

#include <catch2/catch.hpp>

#include "collectors/task_walk.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/counting_host_fs.hpp"

namespace foreshock::collectors {
namespace {

constexpr Duration round_time = std::chrono::seconds{30};

/// A task's files below `folder`, which ends in '/'.
void put_task(test::MapHostFs& host, const std::string& folder, char state,
              std::uint64_t switches = 7, std::uint64_t threads = 1) {
    host.files[folder + "stat"] = "9 (tar) " + std::string{state} +
                                  " 1 9 9 0 -1 4194304 0 0 0 0 30 12 0 0 20 0 " +
                                  std::to_string(threads) + " 0 100000 5000 50 0 0\n";
    host.files[folder + "status"] = "Name:\ttar\nState:\t" + std::string{state} +
                                    "\nvoluntary_ctxt_switches:\t" + std::to_string(switches) +
                                    "\nnonvoluntary_ctxt_switches:\t3\n";
}

/// A process 9 that sleeps, and its second thread in `state`.
void put_two_threads(test::MapHostFs& host, char state) {
    put_task(host, "proc/9/", 'S', 7, 2);
    put_task(host, "proc/9/task/9/", 'S', 7, 2);
    put_task(host, "proc/9/task/10/", state, 7, 2);
}

TEST_CASE("context switches: both kinds are summed, a text without one is malformed",
          "[collectors][tasks]") {
    CHECK(*parse_context_switches("Name:\tsh\nvoluntary_ctxt_switches:\t150\n"
                                  "nonvoluntary_ctxt_switches:\t545\n") == 695);
    for (const std::string text :
         {"", "voluntary_ctxt_switches:\t1\n", "voluntary_ctxt_switches:\t1\nnonvoluntary_",
          "voluntary_ctxt_switches:\tx\nnonvoluntary_ctxt_switches:\ty\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_context_switches(text));
        CHECK(parse_context_switches(text).error().code == Errc::malformed);
    }
}

TEST_CASE("tasks: zombies are counted, and forgotten when they are gone", "[collectors][tasks]") {
    test::CollectorBench bench;
    put_task(bench.host, "proc/1/", 'S');
    put_task(bench.host, "proc/8/", 'Z');
    put_task(bench.host, "proc/9/", 'Z');
    bench.make("tasks");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("tasks.zombies.count") == 2.0);
    CHECK(bench.sink.value("tasks.uninterruptible.count") == 0.0);
    CHECK(bench.sink.value("tasks.uninterruptible.oldest_seconds") == 0.0);
    std::erase_if(bench.host.files, [](const auto& f) { return f.first.starts_with("proc/9/"); });
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("tasks.zombies.count") == 2.0);
    REQUIRE(bench.tick(round_time));
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.value("tasks.zombies.count") == 1.0);
}

TEST_CASE("tasks: one that does not run between two looks is stuck, and ages",
          "[collectors][tasks]") {
    test::CollectorBench bench;
    put_task(bench.host, "proc/9/", 'D');
    bench.make("tasks");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("tasks.uninterruptible.count") == 1.0);
    CHECK(bench.sink.value("tasks.uninterruptible.stuck_count") == 0.0);
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.value("tasks.uninterruptible.stuck_count") == 1.0);
    CHECK(bench.sink.value("tasks.uninterruptible.oldest_seconds") == 30.0);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("tasks.uninterruptible.oldest_seconds") == 31.0);
}

TEST_CASE("tasks: a busy one that waits for its disk at every look is not stuck",
          "[collectors][tasks]") {
    test::CollectorBench bench;
    bench.make("tasks");
    for (std::uint64_t look = 1; look < 6; ++look) {
        put_task(bench.host, "proc/9/", 'D', look * 100);
        REQUIRE(bench.tick(round_time));
        CHECK(bench.sink.value("tasks.uninterruptible.count") == 1.0);
        CHECK(bench.sink.value("tasks.uninterruptible.stuck_count") == 0.0);
        CHECK(bench.sink.value("tasks.uninterruptible.oldest_seconds") == 0.0);
    }
}

TEST_CASE("tasks: one that gets out of its wait is forgotten", "[collectors][tasks]") {
    test::CollectorBench bench;
    put_task(bench.host, "proc/9/", 'D');
    bench.make("tasks");
    REQUIRE(bench.tick());
    REQUIRE(bench.tick(round_time));
    put_task(bench.host, "proc/9/", 'S');
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.value("tasks.uninterruptible.stuck_count") == 0.0);
    put_task(bench.host, "proc/9/", 'D');
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.value("tasks.uninterruptible.stuck_count") == 0.0);
}

TEST_CASE("tasks: threads are looked at when the load average has room for a waiting one",
          "[collectors][tasks]") {
    test::CollectorBench bench;
    put_two_threads(bench.host, 'D');
    bench.host.files["proc/loadavg"] = "0.29 0.22 0.09 1/96 7303\n";
    bench.make("tasks");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("tasks.uninterruptible.count") == 0.0);
    bench.host.files["proc/loadavg"] = "0.30 0.22 0.09 1/96 7303\n";
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.value("tasks.uninterruptible.count") == 1.0);
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.value("tasks.uninterruptible.stuck_count") == 1.0);
}

TEST_CASE("tasks: threads that run all the time are no reason to look at all again",
          "[collectors][tasks]") {
    test::CollectorBench bench;
    put_two_threads(bench.host, 'S');
    bench.host.files["proc/loadavg"] = "2.00 0.22 0.09 3/96 7303\n";
    bench.make("tasks");
    REQUIRE(bench.tick());
    put_task(bench.host, "proc/9/task/10/", 'D', 7, 2);
    for (int tick = 0; tick < 5; ++tick)
        REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.value("tasks.uninterruptible.count") == 0.0);
    bench.host.files["proc/loadavg"] = "2.40 0.22 0.09 3/96 7303\n";
    REQUIRE(bench.tick(round_time));
    CHECK(bench.sink.value("tasks.uninterruptible.count") == 1.0);
}

TEST_CASE("tasks: one that waits for a disk all the time is looked for at once",
          "[collectors][tasks]") {
    test::CollectorBench bench;
    put_two_threads(bench.host, 'S');
    bench.host.files["proc/loadavg"] = "2.00 0.22 0.09 3/96 7303\n";
    bench.make("tasks");
    REQUIRE(bench.tick());
    put_task(bench.host, "proc/9/task/10/", 'D', 7, 2);
    bench.host.files["proc/stat"] = "cpu 1 2 3 4\nprocs_running 3\nprocs_blocked 1\n";
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.value("tasks.uninterruptible.count") == 0.0);
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.value("tasks.uninterruptible.count") == 1.0);
}

TEST_CASE("tasks: threads of the kernel are looked at when one may be waiting, and again in time",
          "[collectors][tasks]") {
    const auto put = [](test::MapHostFs& host, const char* state, const char* flags) {
        host.files["proc/9/stat"] = "9 (kworker/0:1) " + std::string{state} + " 2 0 0 0 -1 " +
                                    flags + " 0 0 0 0 30 12 0 0 20 0 1 0 100 0 0 0 0\n";
    };
    test::MapHostFs host;
    put(host, "I", "69238880");  // with PF_KTHREAD
    TaskWalk walk{host, std::make_shared<TickReadings>(host)};
    TimePoint now = from_unix_ms(0);
    const auto pass_round = [&](bool threads_too) {
        REQUIRE(walk.step(now, threads_too));
        now += round_time;
    };
    pass_round(false);
    put(host, "D", "69238880");
    pass_round(false);
    CHECK(walk.census()->uninterruptible == 0);
    pass_round(true);
    CHECK(walk.census()->uninterruptible == 1);
    put(host, "Z", "4194304");  // somebody else has the id now
    for (std::uint64_t round = 0; round < TaskWalk::kernel_threads_rounds; ++round)
        pass_round(false);
    CHECK(walk.census()->zombies == 1);
}

TEST_CASE("tasks: threads of one process beyond the bound are not looked at",
          "[collectors][tasks]") {
    for (const std::size_t threads : {TaskWalk::threads_max, TaskWalk::threads_max + 1}) {
        test::MapHostFs host;
        put_task(host, "proc/9/", 'S', 7, threads + 1);
        for (std::size_t i = 0; i < threads; ++i)
            put_task(host, "proc/9/task/" + std::to_string(100 + i) + "/", 'D');
        TaskWalk walk{host, std::make_shared<TickReadings>(host)};
        REQUIRE(walk.step(from_unix_ms(0), true));
        REQUIRE(walk.census());
        CHECK(walk.census()->uninterruptible == TaskWalk::threads_max);
    }
}

/// Walks over a process of several threads, one round after the other.
struct ThreadsBench {
    void put(std::int64_t thread, char state) {
        put_task(host.host, "proc/9/task/" + std::to_string(thread) + "/", state);
    }

    void end(std::int64_t thread) {
        host.host.files.erase("proc/9/task/" + std::to_string(thread) + "/stat");
        host.host.files.erase("proc/9/task/" + std::to_string(thread) + "/status");
    }

    void say_threads(std::uint64_t count) { put_task(host.host, "proc/9/", 'S', 7, count); }

    /// How many tasks the round found in state D.
    std::size_t pass_round() {
        constexpr Duration second = std::chrono::seconds{1};
        REQUIRE(walk.step(now, true));
        REQUIRE(walk.step(now + round_time - second, true));
        now += round_time;
        return walk.census()->uninterruptible;
    }

    int opened(std::int64_t thread) {
        return host.opened["proc/9/task/" + std::to_string(thread) + "/stat"];
    }

    test::CountingHostFs host;
    TaskWalk walk{host, std::make_shared<TickReadings>(host)};
    TimePoint now = from_unix_ms(0);
};

TEST_CASE("tasks: threads that last are kept open and not listed again", "[collectors][tasks]") {
    ThreadsBench bench;
    bench.say_threads(3);
    bench.put(9, 'S');
    bench.put(10, 'D');
    bench.put(11, 'S');
    for (int round = 0; round < 5; ++round)
        CHECK(bench.pass_round() == 1);
    CHECK(bench.host.asked["proc/9/task"] == 2);
    CHECK(bench.opened(10) == 2);
    bench.put(11, 'D');
    CHECK(bench.pass_round() == 2);
    CHECK(bench.opened(11) == 2);
}

TEST_CASE("tasks: where a thread has ended, or more began, they are listed and counted once",
          "[collectors][tasks]") {
    ThreadsBench bench;
    bench.say_threads(4);
    for (const std::int64_t thread : {9, 10, 11, 12})
        bench.put(thread, thread == 9 ? 'S' : 'D');
    for (int round = 0; round < 3; ++round)
        CHECK(bench.pass_round() == 3);
    bench.end(11);
    bench.put(13, 'D');
    CHECK(bench.pass_round() == 3);
    CHECK(bench.pass_round() == 3);
    bench.say_threads(5);
    bench.put(14, 'D');
    CHECK(bench.pass_round() == 4);
    bench.say_threads(2);
    for (const std::int64_t thread : {10, 11, 12, 13})
        bench.end(thread);
    CHECK(bench.pass_round() == 1);
}

TEST_CASE("tasks: a waiting thread stays known in rounds that do not look at threads",
          "[collectors][tasks]") {
    ThreadsBench bench;
    bench.say_threads(3);
    for (const std::int64_t thread : {9, 10, 11})
        bench.put(thread, thread == 10 ? 'D' : 'S');
    CHECK(bench.pass_round() == 1);
    const auto pass_short_round = [&bench] {
        REQUIRE(bench.walk.step(bench.now, false));
        bench.now += round_time;
    };
    pass_short_round();
    CHECK_FALSE(bench.walk.has_seen_threads());
    CHECK(bench.walk.census()->uninterruptible == 1);
    CHECK(bench.walk.census()->stuck == 1);
    bench.put(11, 'D');
    pass_short_round();
    CHECK(bench.walk.census()->stuck == 1);
    CHECK(bench.walk.census()->oldest_since == from_unix_ms(0));
    bench.end(10);
    pass_short_round();
    CHECK(bench.walk.census()->uninterruptible == 0);
    bench.put(10, 'D');
    pass_short_round();
    CHECK(bench.walk.census()->uninterruptible == 0);
}

TEST_CASE("tasks: a round has seen the threads when it looked at them from its beginning",
          "[collectors][tasks]") {
    test::MapHostFs host;
    for (const char* folder : {"proc/1/", "proc/2/", "proc/3/"})
        put_task(host, folder, 'S');
    TaskWalk walk{host, std::make_shared<TickReadings>(host)};
    TimePoint now = from_unix_ms(0);
    REQUIRE(walk.step(now, true));
    CHECK(walk.has_seen_threads());
    now += round_time;
    const auto last_of_round = now + std::chrono::seconds{9};
    REQUIRE(walk.step(now, false));
    REQUIRE(walk.step(last_of_round, true));
    CHECK_FALSE(walk.has_seen_threads());
    now += round_time;
    REQUIRE(walk.step(now, true));
    CHECK_FALSE(walk.has_seen_threads());
    REQUIRE(walk.step(now + std::chrono::seconds{9}, false));
    CHECK(walk.has_seen_threads());
}

TEST_CASE("tasks: beyond the bound of threads kept open each is opened anew",
          "[collectors][tasks]") {
    ThreadsBench bench;
    constexpr std::size_t threads = 64;
    static_assert(TaskWalk::held_threads_max / (threads - 1) == 3);
    const auto folder_of = [](int process) { return "proc/" + std::to_string(process) + "/"; };
    for (int process = 1; process <= 4; ++process) {
        put_task(bench.host.host, folder_of(process), 'S', 7, threads);
        for (std::size_t i = 0; i < threads; ++i) {
            const std::string task = std::to_string(static_cast<std::size_t>(process) + 100 * i);
            put_task(bench.host.host, folder_of(process) + "task/" + task + "/", 'S');
        }
    }
    REQUIRE(bench.walk.step(bench.now, false));  // the first step may look at few
    bench.now += round_time;
    for (int round = 0; round < 4; ++round)
        CHECK(bench.pass_round() == 0);
    int listed_always = 0;
    for (int process = 1; process <= 4; ++process)
        listed_always += bench.host.asked[folder_of(process) + "task"] == 4 ? 1 : 0;
    CHECK(listed_always == 1);
}

TEST_CASE("tasks: where nothing waits a round begins every thirty seconds, else every ten",
          "[collectors][tasks]") {
    test::CountingHostFs host;
    put_task(host.host, "proc/9/", 'S');
    TaskWalk walk{host, std::make_shared<TickReadings>(host)};
    TimePoint now = from_unix_ms(0);
    const auto pass_minutes = [&] {
        host.asked.clear();
        for (int second = 0; second < 120; ++second, now += std::chrono::seconds{1})
            REQUIRE(walk.step(now, false));
        return host.asked["proc"];
    };
    CHECK(pass_minutes() == 4);
    put_task(host.host, "proc/9/", 'D');
    pass_minutes();
    CHECK(pass_minutes() == 12);
}

TEST_CASE("tasks: a host with very many is gone through in bounded steps", "[collectors][tasks]") {
    constexpr auto looks = static_cast<std::size_t>(TaskWalk::looks_per_second);
    test::MapHostFs host;
    for (std::size_t i = 1; i <= 3 * looks; ++i)
        put_task(host, "proc/" + std::to_string(i) + "/", 'Z');
    TaskWalk walk{host, std::make_shared<TickReadings>(host)};
    TimePoint now = from_unix_ms(0);
    for (int tick = 0; tick < 2; ++tick, now += std::chrono::seconds{1}) {
        REQUIRE(walk.step(now, false));
        CHECK_FALSE(walk.census());
    }
    REQUIRE(walk.step(now, false));
    REQUIRE(walk.census());
    CHECK(walk.census()->zombies == 3 * looks);
}

TEST_CASE("tasks: those beyond the bound of known ages are counted all the same",
          "[collectors][tasks]") {
    constexpr std::size_t tasks = TaskWalk::waiting_max + 1;
    test::MapHostFs host;
    for (std::size_t i = 1; i <= tasks; ++i)
        put_task(host, "proc/" + std::to_string(i) + "/", 'D');
    TaskWalk walk{host, std::make_shared<TickReadings>(host)};
    TimePoint now = from_unix_ms(0);
    for (int tick = 0; tick < 40; ++tick, now += std::chrono::seconds{1})
        REQUIRE(walk.step(now, false));
    REQUIRE(walk.census());
    CHECK(walk.census()->uninterruptible == tasks);
    CHECK(walk.census()->stuck == TaskWalk::waiting_max);
}

TEST_CASE("tasks: what the kernel's watch found since the last sample", "[collectors][tasks]") {
    const std::string path = "proc/sys/kernel/hung_task_detect_count";
    test::CollectorBench bench{{{path, "4\n"}}};
    put_task(bench.host, "proc/1/", 'S');
    bench.make("tasks");
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("tasks.hung.detected_count"));
    bench.host.files[path] = "6\n";
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("tasks.hung.detected_count") == 2.0);
    bench.host.files[path] = "0\n";
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("tasks.hung.detected_count"));
    bench.host.files.erase(path);
    REQUIRE(bench.tick());
    CHECK(bench.sink.has("tasks.zombies.count"));
}

}  // namespace
}  // namespace foreshock::collectors
