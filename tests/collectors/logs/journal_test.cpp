#include "collectors/logs/journal.hpp"

#include <catch2/catch.hpp>

#include "collectors/logs/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/log_bench.hpp"

namespace foreshock::collectors {
namespace {

using enum LogSeverity;
using std::chrono::seconds;

class FakeReader final : public JournalReader {
public:
    explicit FakeReader(Result<JournalBatch>& next) : next_(next) {}

    Result<JournalBatch> take() override {
        if (!next_) return fail(next_.error());
        JournalBatch taken = *next_;
        *next_ = JournalBatch{};
        next_->rounds = taken.rounds;
        return taken;
    }

private:
    Result<JournalBatch>& next_;
};

struct Bench : test::CollectorBench {
    Bench() {
        collector = make_journal_of(std::make_unique<FakeReader>(next), &told);
        next->rounds = 1;
    }

    void say(const std::string& unit, LogSeverity severity, const std::string& text,
             const std::string& program = "") {
        next->entries.push_back({clock.now(), severity, unit, program, text, false});
        ++next->rounds;
    }

    Result<JournalBatch> next = JournalBatch{};
    test::RecordingLogSink told;
};

TEST_CASE("journal: entries become rates of all and of their unit", "[collectors][logs]") {
    Bench bench;
    REQUIRE(bench.tick());
    bench.say("nginx.service", error, "bind failed");
    bench.say("nginx.service", warning, "slow");
    bench.say("cron.service", informational, "ran");
    bench.next->disk_bytes = 8 << 20;
    bench.next->skipped = 5;
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("log.lines.error_per_second{source=\"journal\"}") == 1.0);
    CHECK(bench.sink.value("log.lines.warning_per_second{source=\"journal\"}") == 1.0);
    CHECK(bench.sink.value("log.lines.other_per_second{source=\"journal\"}") == 1.0);
    CHECK(bench.sink.value("log.lines.skipped_count{source=\"journal\"}") == 5.0);
    CHECK(bench.sink.value("log.text.bytes_per_second{source=\"journal\"}") == 18.0);
    CHECK(bench.sink.value("log.unit.error_per_second{source=\"journal\",unit="
                           "\"nginx.service\"}") == 1.0);
    CHECK(bench.sink.value("journal.disk.used_bytes") == 8.0 * (1 << 20));
    CHECK(bench.sink.doubled == 0);
    CHECK(bench.told.texts() == "bind failed|slow|ran|");
    CHECK(bench.told.lines[0].source == "journal");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("journal.disk.used_bytes") == 8.0 * (1 << 20));
}

TEST_CASE("journal: failed logins and lost messages are counted", "[collectors][logs]") {
    Bench bench;
    REQUIRE(bench.tick());
    bench.say("ssh.service", informational, "Failed password for root from 10.0.0.9", "sshd");
    bench.say("systemd-journald.service", notice, "Suppressed 40 messages from shop.service");
    bench.say("systemd-journald.service", notice, "Missed 2 kernel messages");
    bench.next->lost_positions = 1;
    REQUIRE(bench.tick(seconds{2}));
    CHECK(bench.sink.value("log.auth.failures_per_second{source=\"journal\"}") == 0.5);
    CHECK(bench.sink.value("journal.messages.lost_count") == 42.0);
    CHECK(bench.sink.value("journal.position.lost_count") == 1.0);
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("log.auth.failures_per_second{source=\"journal\"}") == 0.0);
    CHECK(bench.sink.value("journal.messages.lost_count") == 42.0);
}

TEST_CASE("journal: an error on standard error is no information", "[collectors][logs]") {
    Bench bench;
    REQUIRE(bench.tick());
    bench.say("shop.service", informational, "ERROR database gone");
    bench.say("shop.service", informational, "words about failed things");
    bench.say("shop.service", notice, "ERROR said as a notice");
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("log.lines.error_per_second{source=\"journal\"}") == 1.0);
    CHECK(bench.told.lines[0].severity == error);
    CHECK(bench.told.lines[2].severity == notice);
}

TEST_CASE("journal: a message of several lines is told in lines and counts once",
          "[collectors][logs]") {
    Bench bench;
    REQUIRE(bench.tick());
    bench.say("shop.service", error, "Traceback:\n  File \"x\"\n\nKeyError\x01");
    REQUIRE(bench.tick());
    CHECK(bench.told.texts() == "Traceback:|  File \"x\"|KeyError?|");
    CHECK(bench.sink.value("log.lines.error_per_second{source=\"journal\"}") == 1.0);
}

TEST_CASE("journal: history is told and is part of no rate", "[collectors][logs]") {
    Bench bench;
    REQUIRE(bench.tick());
    bench.say("shop.service", error, "long ago");
    bench.next->entries.back().is_history = true;
    REQUIRE(bench.tick());
    CHECK(bench.told.texts() == "long ago|");
    CHECK(bench.sink.value("log.lines.error_per_second{source=\"journal\"}") == 0.0);
}

TEST_CASE("journal: reading that hangs is told", "[collectors][logs]") {
    Bench bench;
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("journal.reader.stalled_seconds") == 0.0);
    REQUIRE(bench.tick(seconds{2}));
    CHECK(bench.sink.value("journal.reader.stalled_seconds") == 0.0);
    REQUIRE(bench.tick(seconds{28}));
    CHECK(bench.sink.value("journal.reader.stalled_seconds") == 30.0);
    ++bench.next->rounds;
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("journal.reader.stalled_seconds") == 0.0);
}

TEST_CASE("journal: what the reader cannot do is passed on", "[collectors][logs]") {
    Bench bench;
    bench.next = Result<JournalBatch>{fail(Errc::unreadable, "group systemd-journal")};
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().what == "group systemd-journal");
}

TEST_CASE("journal: switched off or without a root, there is no data", "[collectors][logs]") {
    test::CollectorBench bench;
    bench.make("journal", logs_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
    bench.watch.logs.root = "/";
    bench.watch.logs.journal = false;
    bench.make("journal", logs_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
