#include "collectors/process_table.hpp"

#include <catch2/catch.hpp>

#include "tests/support/fixture.hpp"

namespace foreshock::collectors {
namespace {

ProcessEntry entry(std::int64_t pid, double cpu_seconds, std::uint64_t start_ticks = 1) {
    ProcessEntry made;
    made.pid = pid;
    made.cpu_seconds = cpu_seconds;
    made.start_ticks = start_ticks;
    return made;
}

const ProcessEntry& of_pid(const std::vector<ProcessEntry>& table, std::int64_t pid) {
    for (const ProcessEntry& found : table) {
        if (found.pid == pid) return found;
    }
    FAIL("no process " << pid);
    return table.front();
}

TEST_CASE("process table: a captured host", "[collectors][process]") {
    const auto host = test::load_fixture("cgroup_v1_host");
    const auto table = read_process_table(host, {100, 4096});
    REQUIRE(table.size() == 5);
    const ProcessEntry& shop = of_pid(table, 18082);
    CHECK(shop.comm == "python3 (x) y");
    CHECK(shop.cmdline == "python3 flsvc.py --name shop --port 18082");
    CHECK(shop.parent_pid == 1);
    CHECK(shop.state == 'S');
    CHECK(shop.uid == 1000U);
    CHECK(shop.threads == 3);
    CHECK(shop.start_ticks == 100000);
    CHECK(shop.cpu_seconds == 3.0);
    CHECK(shop.rss_bytes == 5000.0 * 4096);
    CHECK(shop.open_files == 40U);
    CHECK(shop.files_limit == 160U);
    CHECK(shop.read_bytes == 4096.0);
    CHECK(shop.written_bytes == 8192.0);
}

TEST_CASE("process table: kernel threads and zombies have no use of their own",
          "[collectors][process]") {
    const auto host = test::load_fixture("cgroup_v1_host");
    const auto table = read_process_table(host, {100, 4096});
    CHECK(of_pid(table, 2).kernel_thread);
    CHECK(of_pid(table, 2).cmdline.empty());
    CHECK_FALSE(of_pid(table, 2).open_files);
    CHECK(of_pid(table, 301).state == 'Z');
    CHECK_FALSE(of_pid(table, 301).open_files);
}

TEST_CASE("process table: what may not be seen is absent, the rest is there",
          "[collectors][process]") {
    auto host = test::load_fixture("cgroup_v1_host");
    host.unreadable = {"proc/18082/fd", "proc/18082/io", "proc/18082/limits"};
    const auto table = read_process_table(host, {100, 4096});
    const ProcessEntry& shop = of_pid(table, 18082);
    CHECK_FALSE(shop.open_files);
    CHECK_FALSE(shop.read_bytes);
    CHECK_FALSE(shop.files_limit);
    CHECK(shop.rss_bytes > 0);
}

TEST_CASE("process table: a host without /proc has none", "[collectors][process]") {
    CHECK(read_process_table(test::MapHostFs{}).empty());
}

TEST_CASE("process table: what vanished meanwhile is left out", "[collectors][process]") {
    const test::MapHostFs host{{"proc/5/cmdline", "x"}, {"proc/6/stat", "broken"}};
    CHECK(read_process_table(host).empty());
}

TEST_CASE("process table: use between two tables", "[collectors][process]") {
    ProcessEntry before = entry(1, 10);
    before.read_bytes = 100;
    ProcessEntry after = entry(1, 12);
    after.read_bytes = 150;
    after.written_bytes = 70;
    const auto used =
        used_between({before, entry(2, 5), entry(3, 5)}, {after, entry(2, 1, 99), entry(4, 3)});
    REQUIRE(used.size() == 3);
    CHECK(used[0].cpu_seconds == 2.0);
    CHECK(used[0].read_bytes == 50.0);
    CHECK(used[0].written_bytes == 70.0);
    CHECK(used[1].cpu_seconds == 1.0);  // the id was given to another process
    CHECK(used[2].cpu_seconds == 3.0);
}

TEST_CASE("process table: the worst come first, ties by id, idle ones not at all",
          "[collectors][process]") {
    const auto top =
        top_processes({entry(3, 1), entry(2, 5), entry(1, 1), entry(4, 0)}, ProcessOrder::cpu, 10);
    REQUIRE(top.size() == 3);
    CHECK(top[0].pid == 2);
    CHECK(top[1].pid == 1);
    CHECK(top[2].pid == 3);
    CHECK(top_processes(top, ProcessOrder::cpu, 1).size() == 1);
}

TEST_CASE("process table: each order has its measure", "[collectors][process]") {
    ProcessEntry memory = entry(1, 0);
    memory.rss_bytes = 5;
    ProcessEntry files = entry(2, 0);
    files.open_files = 5;
    ProcessEntry io = entry(3, 0);
    io.read_bytes = 2;
    io.written_bytes = 3;
    const std::vector<ProcessEntry> table{memory, files, io};
    CHECK(top_processes(table, ProcessOrder::memory, 5).front().pid == 1);
    CHECK(top_processes(table, ProcessOrder::files, 5).front().pid == 2);
    CHECK(top_processes(table, ProcessOrder::io, 5).front().pid == 3);
    CHECK(top_processes(table, ProcessOrder::cpu, 5).empty());
}

}  // namespace
}  // namespace foreshock::collectors
