#include "collectors/deleted_files.hpp"

#include <catch2/catch.hpp>

#include "collectors/deleted_walk.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const Duration round_time = from_seconds(DeletedWalk::round_seconds);
constexpr std::uint64_t mebibyte = 1 << 20;
constexpr std::uint64_t device_254_1 = (std::uint64_t{254} << 32) + 1;

const std::string mountinfo =
    "22 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"
    "30 22 254:1 / /var rw,relatime - ext4 /dev/vdb rw\n";

/// A host with "/" and "/var" whose processes hold deleted files of /var.
struct DeletedBench : test::CollectorBench {
    DeletedBench() { host.files["proc/1/mountinfo"] = mountinfo; }

    void put_process(std::int64_t pid, const std::string& comm) {
        host.files["proc/" + std::to_string(pid) + "/stat"] =
            std::to_string(pid) + " (" + comm +
            ") S 1 1 1 0 -1 0 0 0 0 0 5 0 0 0 20 0 1 0 1000 5000 50 0 0\n";
    }

    void put_file(std::int64_t pid, int descriptor, const std::string& target, std::uint64_t inode,
                  std::uint64_t bytes, std::uint64_t links = 0) {
        const std::string path =
            "proc/" + std::to_string(pid) + "/fd/" + std::to_string(descriptor);
        host.links[path] = target;
        host.statuses[path] = {device_254_1, inode, links, bytes, bytes};
    }

    /// Two ticks that a whole round lies between.
    void pass_round() {
        REQUIRE(tick(round_time));
        REQUIRE(tick(round_time));
    }
};

TEST_CASE("deleted file: a link that says so, to what takes space", "[collectors][deleted_files]") {
    CHECK(is_deleted_file("/var/log/app.log (deleted)"));
    CHECK(is_deleted_file("/dev/shm/cache (deleted)"));
    for (const char* target : {"", "/var/log/app.log", "/memfd:pulseaudio (deleted)",
                               "/SYSV00000000 (deleted)", "/dev/zero (deleted)", "socket:[123]",
                               "anon_inode:[eventpoll]", "pipe:[5] (deleted)", " (deleted)"}) {
        INFO(target);
        CHECK_FALSE(is_deleted_file(target));
    }
}

TEST_CASE("deleted files: space in all, on which filesystem, and who holds it",
          "[collectors][deleted_files]") {
    DeletedBench bench;
    bench.put_process(42, "java (x) y");
    bench.put_file(42, 3, "/var/log/app.log (deleted)", 7, 20 * mebibyte);
    bench.put_file(42, 4, "/var/log/other.log", 8, mebibyte, 1);
    bench.make("deleted_files");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("deleted_files.space.held_bytes") == 20.0 * mebibyte);
    CHECK(bench.sink.value("deleted_files.space.files_count") == 1.0);
    CHECK(bench.sink.value("deleted_files.mount.held_bytes{mount=\"/var\"}") == 20.0 * mebibyte);
    CHECK(bench.sink.value("deleted_files.mount.held_bytes{mount=\"/\"}") == 0.0);
    CHECK(bench.sink.value("deleted_files.process.held_bytes{pid=\"42\",process=\"java (x) y\"}") ==
          20.0 * mebibyte);
}

TEST_CASE("deleted files: one that several hold counts once, and for each holder",
          "[collectors][deleted_files]") {
    DeletedBench bench;
    for (const int pid : {42, 43}) {
        bench.put_process(pid, "worker");
        bench.put_file(pid, 3, "/var/log/app.log (deleted)", 7, 20 * mebibyte);
        bench.put_file(pid, 4, "/var/log/app.log (deleted)", 7, 20 * mebibyte);
    }
    bench.make("deleted_files");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("deleted_files.space.held_bytes") == 20.0 * mebibyte);
    for (const char* pid : {"42", "43"}) {
        const std::string labels = "{pid=\"" + std::string{pid} + "\",process=\"worker\"}";
        CHECK(bench.sink.value("deleted_files.process.held_bytes" + labels) == 20.0 * mebibyte);
    }
}

TEST_CASE("deleted files: what still has a name is not lost, nor is a small holder named",
          "[collectors][deleted_files]") {
    DeletedBench bench;
    bench.put_process(42, "tail");
    bench.put_file(42, 3, "/var/a (deleted)", 7, 20 * mebibyte, 1);
    bench.put_file(42, 4, "/var/b (deleted)", 8, 15 * mebibyte);
    bench.make("deleted_files");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("deleted_files.space.held_bytes") == 15.0 * mebibyte);
    CHECK(bench.sink.count("deleted_files.process") == 0);
}

TEST_CASE("deleted files: space that was given back is zero, its holder forgotten",
          "[collectors][deleted_files]") {
    DeletedBench bench;
    bench.put_process(42, "java");
    bench.put_process(1, "systemd");
    bench.put_file(42, 3, "/var/log/app.log (deleted)", 7, 20 * mebibyte);
    bench.make("deleted_files");
    REQUIRE(bench.tick());
    REQUIRE(bench.sink.count("deleted_files.process") == 1);
    bench.host.links.clear();
    REQUIRE(bench.tick(std::chrono::seconds{1}));
    CHECK(bench.sink.value("deleted_files.space.held_bytes") == 20.0 * mebibyte);
    bench.pass_round();
    CHECK(bench.sink.value("deleted_files.space.held_bytes") == 0.0);
    CHECK(bench.sink.value("deleted_files.mount.held_bytes{mount=\"/var\"}") == 0.0);
    CHECK(bench.sink.count("deleted_files.process") == 0);
}

TEST_CASE("deleted files: no more holders are named than the bound, the largest first",
          "[collectors][deleted_files]") {
    DeletedBench bench;
    for (std::size_t i = 0; i <= deleted_holders_max; ++i) {
        const auto pid = static_cast<std::int64_t>(100 + i);
        bench.put_process(pid, "job");
        bench.put_file(pid, 3, "/var/x (deleted)", i, (20 + i) * mebibyte);
    }
    bench.make("deleted_files");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("deleted_files.process") == deleted_holders_max);
    CHECK_FALSE(bench.sink.has("deleted_files.process.held_bytes{pid=\"100\",process=\"job\"}"));
    CHECK(bench.sink.value("deleted_files.space.files_count") == deleted_holders_max + 1.0);
}

TEST_CASE("deleted files: a process with very many open files is spread over steps",
          "[collectors][deleted_files]") {
    constexpr auto looks = static_cast<int>(DeletedWalk::looks_per_second);
    DeletedBench bench;
    bench.put_process(42, "java");
    for (int descriptor = 0; descriptor < 2 * looks; ++descriptor)
        bench.put_file(42, descriptor, "/var/x (deleted)", static_cast<std::uint64_t>(descriptor),
                       1);
    bench.make("deleted_files");
    for (int second = 0; second < 2; ++second) {
        REQUIRE(bench.tick());
        CHECK(bench.sink.values.empty());
    }
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("deleted_files.space.files_count") == 2.0 * looks);
}

TEST_CASE("deleted files: no more are counted than the bound", "[collectors][deleted_files]") {
    DeletedBench bench;
    bench.put_process(42, "java");
    for (std::size_t i = 0; i <= DeletedWalk::files_max; ++i)
        bench.put_file(42, static_cast<int>(i), "/var/x (deleted)", i, 1);
    bench.make("deleted_files");
    for (int second = 0; second < 12; ++second)
        REQUIRE(bench.tick());
    CHECK(bench.sink.value("deleted_files.space.files_count") ==
          static_cast<double>(DeletedWalk::files_max));
}

TEST_CASE("deleted files: what may not be looked at is passed over",
          "[collectors][deleted_files]") {
    DeletedBench bench;
    bench.put_process(42, "java");
    bench.put_file(42, 3, "/var/x (deleted)", 7, mebibyte);
    bench.put_process(43, "other");
    bench.put_file(43, 3, "/var/y (deleted)", 8, mebibyte);
    bench.host.unreadable.insert("proc/43/fd");
    bench.make("deleted_files");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("deleted_files.space.files_count") == 1.0);
}

TEST_CASE("deleted files: threads of the kernel are not searched", "[collectors][deleted_files]") {
    DeletedBench bench;
    bench.put_process(42, "java");
    bench.put_file(42, 3, "/var/log/app.log (deleted)", 7, 20 * mebibyte);
    bench.put_file(2, 3, "/var/log/other.log (deleted)", 8, 20 * mebibyte);
    bench.host.files["proc/2/stat"] =
        "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 5 0 0 20 0 1 0 9 0 0 0\n";
    const auto readings = std::make_shared<TickReadings>(bench.host);
    CollectorContext context{bench.host, bench.space, bench.watch};
    context.readings = readings;
    bench.collector = std::move(*make_deleted_files(context));
    REQUIRE(readings->processes.stat(bench.clock.now(), 2));
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("deleted_files.space.files_count") == 1.0);
}

TEST_CASE("deleted files: the search notes which files are instances of inotify",
          "[collectors][deleted_files]") {
    DeletedBench bench;
    bench.put_process(42, "java");
    bench.host.links["proc/42/fd/5"] = "anon_inode:inotify";
    bench.host.links["proc/42/fd/6"] = "socket:[5]";
    const auto readings = std::make_shared<TickReadings>(bench.host);
    DeletedWalk walk{bench.host, readings};
    const TimePoint now = bench.clock.now();
    CHECK(readings->inotify_files.known(now) == nullptr);
    REQUIRE(walk.step(now).value());
    REQUIRE(readings->inotify_files.known(now));
    CHECK(*readings->inotify_files.known(now) == InotifyFiles::Files{{42, "5"}});
}

}  // namespace
}  // namespace foreshock::collectors
