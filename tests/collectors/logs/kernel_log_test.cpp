#include "collectors/logs/kernel_log.hpp"

#include <deque>

#include <catch2/catch.hpp>

#include "collectors/logs/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/log_bench.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::collectors {
namespace {

using std::chrono::seconds;

constexpr std::chrono::microseconds uptime = seconds{1000};

/// Records as /dev/kmsg gives them; "overrun" stands for EPIPE.
struct Records {
    std::deque<std::string> waiting;
    std::optional<Error> refusal;
    bool lasting = true;
};

class FakeRing final : public KernelRing {
public:
    explicit FakeRing(Records& records) : records_(records) {}

    Result<void> begin(From from) override {
        if (records_.refusal) return fail(*records_.refusal);
        if (from == From::now) records_.waiting.clear();
        return {};
    }

    [[nodiscard]] bool has_lasting_sequence() const override { return records_.lasting; }

    Result<std::optional<KmsgRecord>> next() override {
        if (records_.refusal) return fail(*records_.refusal);
        if (records_.waiting.empty()) return std::optional<KmsgRecord>{};
        now_ = records_.waiting.front();
        records_.waiting.pop_front();
        if (now_ == "overrun") return fail(Errc::conflict, "overrun");
        auto record = parse_kmsg_record(now_);
        if (!record) return fail(record.error());
        return std::optional{*record};
    }

private:
    Records& records_;
    std::string now_;
};

struct Bench : test::CollectorBench {
    Bench() {
        background = &work;
        lines = &told;
    }

    ~Bench() { collector.reset(); }  // before what it works with

    void begin() {
        KernelLogParts parts;
        parts.rings.push_back(std::make_unique<FakeRing>(first));
        parts.rings.push_back(std::make_unique<FakeRing>(second));
        parts.since_boot = [] { return uptime; };
        parts.boot_id = boot_id;
        collector = make_kernel_log_of(
            std::move(parts), {host, space, watch, {100, 4096}, nullptr, background, lines});
    }

    [[nodiscard]] double events(const std::string& name) const {
        return sink.value("kernel.log.events_count{class=\"" + name + "\"}").value_or(-1);
    }

    Records first;
    Records second;
    std::string boot_id = "boot-1";
    test::StubBackground work;
    test::RecordingLogSink told;
};

TEST_CASE("kernel_log: failures are counted by class, from zero on", "[collectors][logs]") {
    Bench bench;
    bench.first.waiting = {"3,1,1000000,-;I/O error, dev sda, sector 1 op 0x0"};
    bench.begin();
    REQUIRE(bench.tick());
    CHECK(bench.events("io_error") == 0);
    CHECK(bench.events("oom_kill") == 0);
    CHECK(bench.told.lines.empty());
    bench.first.waiting = {"3,2,2000000,-;I/O error, dev sda, sector 2 op 0x0\n DEVICE=b8:0\n",
                           "3,3,3000000,-;I/O error, dev sda, sector 3 op 0x0",
                           "4,4,4000000,-;something odd", "6,5,5000000,-;hello"};
    REQUIRE(bench.tick());
    CHECK(bench.events("io_error") == 2);
    CHECK(bench.sink.value("log.lines.error_per_second{source=\"kernel\"}") == 2.0);
    CHECK(bench.sink.value("log.lines.warning_per_second{source=\"kernel\"}") == 1.0);
    CHECK(bench.sink.value("log.lines.other_per_second{source=\"kernel\"}") == 1.0);
    CHECK(bench.sink.doubled == 0);
    REQUIRE(bench.told.lines.size() == 4);
    CHECK(bench.told.lines[0].source == "kernel");
    CHECK(bench.told.lines[0].text == "I/O error, dev sda, sector 2 op 0x0");
    CHECK(bench.told.lines[0].at == bench.clock.now() - seconds{998});
}

TEST_CASE("kernel_log: what programs write to /dev/kmsg is no event of the kernel",
          "[collectors][logs]") {
    Bench bench;
    bench.begin();
    REQUIRE(bench.tick());
    bench.first.waiting = {"11,7,1,-;app: Out of memory: Killed process 1 (x)"};
    REQUIRE(bench.tick());
    CHECK(bench.events("oom_kill") == 0);
    CHECK(bench.told.lines.size() == 1);
}

TEST_CASE("kernel_log: overruns are counted, and nonsense is passed over", "[collectors][logs]") {
    Bench bench;
    bench.begin();
    REQUIRE(bench.tick());
    bench.first.waiting = {"overrun", "nonsense", "6,9,1,-;still here", "6,10,1,-;"};
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("kernel.log.overrun_count") == 1.0);
    CHECK(bench.told.texts() == "still here|");
}

TEST_CASE("kernel_log: one tick takes a bounded number of records", "[collectors][logs]") {
    Bench bench;
    bench.begin();
    REQUIRE(bench.tick());
    for (std::size_t i = 0; i <= kernel_records_per_tick_max; ++i)
        bench.first.waiting.push_back("6," + std::to_string(i) + ",1,-;x");
    REQUIRE(bench.tick());
    CHECK(bench.told.lines.size() == kernel_records_per_tick_max);
    REQUIRE(bench.tick());
    CHECK(bench.told.lines.size() == kernel_records_per_tick_max + 1);
}

TEST_CASE("kernel_log: the next run of the same boot goes on behind the last record",
          "[collectors][logs]") {
    const test::TemporaryFolder folder;
    Bench bench;
    bench.watch.logs.state_folder = folder.path();
    bench.begin();
    REQUIRE(bench.tick());
    bench.first.waiting = {"6,6,1,-;one"};
    REQUIRE(bench.tick());
    bench.first.waiting = {"6,7,1,-;seen"};
    REQUIRE(bench.tick());
    bench.collector.reset();
    bench.first.waiting = {"6,7,1,-;seen", "6,8,1,-;meanwhile"};
    SECTION("told once") {
        bench.begin();
        REQUIRE(bench.tick());
        CHECK(bench.told.texts() == "one|seen|meanwhile|");
    }
    SECTION("another boot begins now") {
        bench.boot_id = "boot-2";
        bench.begin();
        REQUIRE(bench.tick());
        CHECK(bench.told.texts() == "one|seen|");
    }
    SECTION("so does a ring whose numbers do not last") {
        bench.first.lasting = false;
        bench.begin();
        REQUIRE(bench.tick());
        bench.first.waiting = {"6,9,1,-;new"};
        REQUIRE(bench.tick());
        CHECK(bench.told.texts().ends_with("new|"));
    }
}

TEST_CASE("kernel_log: the second way is taken where the first is not there",
          "[collectors][logs]") {
    Bench bench;
    bench.first.refusal = Error{Errc::no_data, "none"};
    bench.begin();
    REQUIRE(bench.tick());
    bench.second.waiting = {"6,1,1,-;by the other way"};
    REQUIRE(bench.tick());
    CHECK(bench.told.texts() == "by the other way|");
    bench.second.refusal = Error{Errc::no_data, "none"};
    bench.begin();
    CHECK(bench.tick().error().code == Errc::no_data);
    bench.first.refusal = Error{Errc::unreadable, "no right"};
    bench.begin();
    CHECK(bench.tick().error().code == Errc::unreadable);
}

TEST_CASE("kernel_log: binary bytes become text, and long lines are cut", "[collectors][logs]") {
    Bench bench;
    bench.begin();
    REQUIRE(bench.tick());
    bench.first.waiting = {
        "6,1,1,-;a\x01\xFF"
        "b",
        "6,2,1,-;" + std::string(9000, 'x')};
    REQUIRE(bench.tick());
    REQUIRE(bench.told.lines.size() == 2);
    CHECK(bench.told.lines[0].text == "a??b");
    CHECK(bench.told.lines[1].text.size() == LogLine::text_bytes_max);
}

TEST_CASE("kernel_log: a host below which there is no root, or no device, has no data",
          "[collectors][logs]") {
    const test::TemporaryFolder folder;
    test::CollectorBench bench;
    bench.make("kernel_log", logs_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
    bench.watch.logs.root = folder.path();
    bench.make("kernel_log", logs_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
    bench.watch.logs.kernel = false;
    bench.make("kernel_log", logs_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
