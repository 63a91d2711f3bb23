#include "collectors/logs/log_files.hpp"

#include <catch2/catch.hpp>

#include "collectors/logs/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/log_bench.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::collectors {
namespace {

using std::chrono::seconds;

struct Bench : test::CollectorBench {
    Bench() {
        watch.logs.root = folder.path();
        watch.logs.files = {"/*.log"};
        background = &work;
        lines = &told;
    }

    ~Bench() { collector.reset(); }  // before what it works with

    void append(const std::string& name, std::string_view text) const {
        std::ofstream{folder.path() + name, std::ios::binary | std::ios::app} << text;
    }

    void begin() { make("log_files", logs_catalog()); }

    test::TemporaryFolder folder;
    test::StubBackground work;
    test::RecordingLogSink told;
};

TEST_CASE("log_files: lines become rates by file and program, and are handed on",
          "[collectors][logs]") {
    Bench bench;
    bench.append("/a.log", "old\n");
    bench.begin();
    REQUIRE(bench.tick());
    bench.append("/a.log",
                 "Nov 25 19:48:38 web1 sshd[1]: Failed password for root from 10.0.0.9\n"
                 "Nov 25 19:48:39 web1 cron[2]: WARNING: late\nplain text\n");
    REQUIRE(bench.tick());
    const std::string labels = "{source=\"/a.log\"}";
    CHECK(bench.sink.value("log.lines.error_per_second" + labels) == 1.0);
    CHECK(bench.sink.value("log.lines.warning_per_second" + labels) == 1.0);
    CHECK(bench.sink.value("log.lines.other_per_second" + labels) == 1.0);
    CHECK(bench.sink.value("log.unit.error_per_second{source=\"files\",unit=\"sshd\"}") == 1.0);
    CHECK(bench.sink.value("log.auth.failures_per_second{source=\"files\"}") == 1.0);
    CHECK(bench.sink.value("log.files.followed_count") == 1.0);
    CHECK(bench.sink.value("log.files.limit_count") == 32.0);
    CHECK(*bench.sink.value("log.file.size_bytes" + labels) > 100);
    CHECK(bench.sink.doubled == 0);
    REQUIRE(bench.told.lines.size() == 3);
    CHECK(bench.told.lines[0].unit == "sshd");
    CHECK(bench.told.lines[0].source == "/a.log");
    CHECK(bench.told.texts() == "Failed password for root from 10.0.0.9|WARNING: late|plain text|");
}

TEST_CASE("log_files: what was written while no agent ran is told and is part of no rate",
          "[collectors][logs]") {
    Bench bench;
    bench.watch.logs.state_folder = bench.folder.path() + "/state";
    bench.append("/a.log", "old\n");
    bench.begin();
    REQUIRE(bench.tick());
    bench.append("/a.log", "read\n");
    REQUIRE(bench.tick());
    bench.collector.reset();
    bench.append("/a.log", "error meanwhile\n");
    bench.begin();
    REQUIRE(bench.tick());
    REQUIRE(bench.tick());
    CHECK(bench.told.texts() == "read|error meanwhile|");
    CHECK(bench.sink.value("log.lines.error_per_second{source=\"/a.log\"}") == 0.0);
}

TEST_CASE("log_files: reading that hangs is told, and nothing waits for it", "[collectors][logs]") {
    Bench bench;
    bench.append("/a.log", "");
    bench.begin();
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("log.files.stalled_seconds") == 0.0);
    bench.work.holds = true;
    bench.append("/a.log", "one\n");
    REQUIRE(bench.tick());
    REQUIRE(bench.tick(seconds{30}));
    CHECK(bench.sink.value("log.files.stalled_seconds") == 30.0);
    CHECK(bench.work.held.size() == 1);
    bench.work.run_all();
    REQUIRE(bench.tick());
    CHECK(bench.told.texts() == "one|");
    CHECK(bench.sink.value("log.files.stalled_seconds") == 0.0);
}

TEST_CASE("log_files: a quiet host is not asked more than every five seconds",
          "[collectors][logs]") {
    Bench bench;
    bench.append("/a.log", "");
    bench.begin();
    for (int i = 0; i < 10; ++i)
        REQUIRE(bench.tick());
    CHECK(bench.work.started == 2);
}

TEST_CASE("log_files: a host without log files, or without a background, has no data",
          "[collectors][logs]") {
    Bench bench;
    bench.begin();
    CHECK(bench.tick().error().code == Errc::no_data);
    bench.background = nullptr;
    bench.begin();
    CHECK(bench.tick().error().code == Errc::no_data);
    bench.background = &bench.work;
    bench.watch.logs.plain_files = false;
    bench.begin();
    CHECK(bench.tick().error().code == Errc::no_data);
}

TEST_CASE("log_files: when nothing may be read, it says why", "[collectors][logs]") {
    Bench bench;
    bench.append("/a.log", std::string("\0binary", 7));
    bench.begin();
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::unreadable);
    CHECK(collected.error().what == "/a.log: is no text");
    CHECK(bench.sink.value("log.files.refused_count") == 1.0);
}

}  // namespace
}  // namespace foreshock::collectors
