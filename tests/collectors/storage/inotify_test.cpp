#include "collectors/storage/inotify.hpp"

#include <catch2/catch.hpp>

#include "collectors/storage/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

std::string fdinfo(std::size_t watches) {
    std::string text = "pos:\t0\nflags:\t02004000\nmnt_id:\t15\nino:\t1060\n";
    for (std::size_t i = 1; i <= watches; ++i) {
        text += "inotify wd:" + std::to_string(i) +
                " ino:1f sdev:fd00001 mask:fce ignored_mask:0 fhandle-bytes:8 fhandle-type:1 "
                "f_handle:1f00000000000000\n";
    }
    return text;
}

/// A process of that user with one instance.
void add_process(test::MapHostFs& host, const std::string& pid, const std::string& user,
                 std::size_t watches) {
    const std::string process = "proc/" + pid;
    host.files[process + "/status"] = "Name:\tshop\nUid:\t0\t" + user + "\t0\t0\n";
    host.links[process + "/fd/0"] = "/dev/null";
    host.links[process + "/fd/7"] = "anon_inode:inotify";
    host.files[process + "/fdinfo/7"] = fdinfo(watches);
}

struct Bench : test::CollectorBench {
    Bench() {
        host.files["proc/sys/fs/inotify/max_user_instances"] = "128\n";
        host.files["proc/sys/fs/inotify/max_user_watches"] = "8192\n";
        make("inotify", storage_catalog());
    }
};

TEST_CASE("inotify: a watch is a line", "[collectors][inotify]") {
    CHECK(count_watches(fdinfo(3)) == 3);
    CHECK(count_watches("pos:\t0\n") == 0);
    CHECK(count_watches("") == 0);
}

TEST_CASE("inotify: the kernel charges the effective user", "[collectors][inotify]") {
    CHECK(parse_effective_user("Name:\tshop\nUid:\t0\t33\t0\t0\n").value() == 33);
    for (const char* text : {"", "Uid:\n", "Uid:\t0\tx\n", "Uid:\t0\t4294967296\n"}) {
        INFO(text);
        CHECK_FALSE(parse_effective_user(text));
    }
}

TEST_CASE("inotify: instances and watches of a user are summed and stand beside the limits",
          "[collectors][inotify]") {
    Bench bench;
    add_process(bench.host, "42", "33", 5);
    add_process(bench.host, "43", "33", 7);
    add_process(bench.host, "44", "0", 1);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("inotify.instances.used_count{user_id=\"33\"}") == 2.0);
    CHECK(bench.sink.value("inotify.instances.limit_count{user_id=\"33\"}") == 128.0);
    CHECK(bench.sink.value("inotify.watches.used_count{user_id=\"33\"}") == 12.0);
    CHECK(bench.sink.value("inotify.watches.limit_count{user_id=\"33\"}") == 8192.0);
    CHECK(bench.sink.value("inotify.instances.used_count{user_id=\"0\"}") == 1.0);
}

TEST_CASE("inotify: a search is begun once a minute", "[collectors][inotify]") {
    Bench bench;
    add_process(bench.host, "42", "33", 5);
    REQUIRE(bench.tick());
    add_process(bench.host, "43", "33", 5);
    REQUIRE(bench.tick(std::chrono::seconds{59}));
    CHECK(bench.sink.values.empty());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("inotify.instances.used_count{user_id=\"33\"}") == 2.0);
}

TEST_CASE("inotify: a tick looks at so many files and no more", "[collectors][inotify]") {
    Bench bench;
    for (std::size_t i = 0; i <= inotify_links_per_tick; ++i)
        bench.host.links["proc/1/fd/" + std::to_string(100 + i)] = "socket:[5]";
    add_process(bench.host, "42", "33", 5);
    REQUIRE(bench.tick());
    CHECK(bench.sink.values.empty());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("inotify.watches.used_count{user_id=\"33\"}") == 5.0);
}

TEST_CASE("inotify: processes that end, or may not be looked at, are passed over",
          "[collectors][inotify]") {
    Bench bench;
    add_process(bench.host, "42", "33", 5);
    add_process(bench.host, "43", "33", 5);
    add_process(bench.host, "44", "33", 5);
    bench.host.unreadable.insert("proc/43/fd");
    bench.host.files.erase("proc/44/status");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("inotify.instances.used_count{user_id=\"33\"}") == 1.0);
}

TEST_CASE("inotify: whose one file may not be seen is asked for no other",
          "[collectors][inotify]") {
    Bench bench;
    for (std::size_t i = 0; i <= inotify_links_per_tick; ++i) {
        const std::string path = "proc/50/fd/" + std::to_string(100 + i);
        bench.host.links[path] = "socket:[5]";
        bench.host.unreadable.insert(path);
    }
    add_process(bench.host, "42", "33", 5);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("inotify.watches.used_count{user_id=\"33\"}") == 5.0);
}

TEST_CASE("inotify: at the bound all users are told, one above it is not",
          "[collectors][inotify]") {
    Bench bench;
    for (std::size_t i = 0; i <= inotify_users_max; ++i)
        add_process(bench.host, std::to_string(100 + i), std::to_string(1000 + i), i + 1);
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("inotify.instances.used_count") == inotify_users_max);
}

TEST_CASE("inotify: a limit that is no number is malformed, none is no data",
          "[collectors][inotify]") {
    Bench bench;
    bench.host.files["proc/sys/fs/inotify/max_user_watches"] = "many\n";
    CHECK(bench.tick().error().code == Errc::malformed);
    bench.host.files.clear();
    // Limits are read every ten seconds.
    CHECK(bench.tick(std::chrono::seconds{10}).error().code == Errc::no_data);
}

TEST_CASE("inotify: threads of the kernel are not searched", "[collectors][inotify]") {
    Bench bench;
    add_process(bench.host, "42", "33", 5);
    add_process(bench.host, "2", "0", 5);
    bench.host.files["proc/2/stat"] =
        "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 5 0 0 20 0 1 0 9 0 0 0\n";
    const auto readings = std::make_shared<TickReadings>(bench.host);
    CollectorContext context{bench.host, bench.space, bench.watch};
    context.readings = readings;
    bench.collector = std::move(*make_inotify(context));
    REQUIRE(readings->processes.stat(bench.clock.now(), 2));
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("inotify.instances.used_count") == 1);
    CHECK(bench.sink.value("inotify.watches.used_count{user_id=\"33\"}") == 5.0);
}

TEST_CASE("inotify: what another search has found is not searched again, while it is believed",
          "[collectors][inotify]") {
    Bench bench;
    add_process(bench.host, "42", "33", 5);
    add_process(bench.host, "43", "33", 7);
    const auto readings = std::make_shared<TickReadings>(bench.host);
    CollectorContext context{bench.host, bench.space, bench.watch};
    context.readings = readings;
    bench.collector = std::move(*make_inotify(context));
    InotifyFiles& files = readings->inotify_files;
    files.begin_round();
    files.note(42, "7");
    files.note(42, "0");  // closed since, and something else has its number
    files.note(99, "7");  // ended since
    files.end_round(bench.clock.now());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("inotify.instances.used_count{user_id=\"33\"}") == 1.0);
    CHECK(bench.sink.value("inotify.watches.used_count{user_id=\"33\"}") == 5.0);
    REQUIRE(bench.tick(InotifyFiles::believed));
    CHECK(bench.sink.value("inotify.instances.used_count{user_id=\"33\"}") == 2.0);
}

TEST_CASE("inotify: a search that passed over a process is not enough", "[collectors][inotify]") {
    InotifyFiles files;
    const TimePoint now = from_unix_ms(1'790'000'000'000);
    CHECK(files.known(now) == nullptr);
    files.begin_round();
    files.note(42, "7");
    files.pass_over();
    files.end_round(now);
    CHECK(files.known(now) == nullptr);
    files.begin_round();
    files.note(42, "7");
    files.end_round(now);
    REQUIRE(files.known(now));
    CHECK(files.known(now)->size() == 1);
    CHECK(files.known(now + InotifyFiles::believed) == nullptr);
}

}  // namespace
}  // namespace foreshock::collectors
