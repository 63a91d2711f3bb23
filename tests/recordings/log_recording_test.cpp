#include "recordings/log_recording.hpp"

#include <sstream>

#include "recorded.hpp"
#include <catch2/catch.hpp>

#include "detectors/backtest.hpp"
#include "detectors/router.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::recordings;
using Lines = std::vector<std::string>;

namespace {

const TimePoint written = parse_rfc3339("2026-11-25T23:00:00Z").value();
const std::int64_t origin = to_unix_ms(parse_rfc3339("2026-11-25T22:00:00Z").value());

/// Speaks of every line of a unit that is an error, and takes it back a minute later.
class ErrorEngine final : public detectors::Engine {
public:
    std::optional<std::uint32_t> attach(const SeriesKey&) override { return std::nullopt; }

    void observe(std::uint32_t, const Sample&, detectors::SymptomSink&) override {}

    [[nodiscard]] bool reads_lines() const override { return true; }

    void read(const LogLine& line, detectors::SymptomSink& out) override {
        if (line.severity > LogSeverity::error || open_) return;
        Symptom symptom = spoken(line.at, SymptomStatus::raised);
        symptom.sentence = std::string{line.source} + ": " + std::string{line.text};
        out.say(symptom);
        open_ = line.at;
    }

    void advance(TimePoint now, detectors::SymptomSink& out) override {
        if (!open_ || now - *open_ < std::chrono::minutes{1}) return;
        out.say(spoken(now, SymptomStatus::cleared));
        open_.reset();
    }

private:
    static Symptom spoken(TimePoint at, SymptomStatus status) {
        Symptom symptom;
        symptom.id = symptom.kind = "log.error";
        symptom.phase = Phase::occurring;
        symptom.status = status;
        symptom.observed_at = at;
        return symptom;
    }

    std::optional<TimePoint> open_;
};

struct Read {
    explicit Read(const std::string& text, Duration utc_offset = {})
        : log{std::make_unique<std::istringstream>(text), "/var/log/syslog", written, utc_offset},
          recorded{log, origin} {}

    LogRecording log;
    test::Recorded recorded;
};

}  // namespace

TEST_CASE("log recording: syslog lines come with their time, program and text", "[recordings]") {
    const Read read{
        "Nov 25 22:00:01 web sshd[42]: Failed password for root\n"
        "2026-11-25T22:00:02.5+00:00 web nginx[7]: started\n"};
    CHECK(read.recorded.said == Lines{"1 sshd: Failed password for root", "2.5 nginx: started"});
    CHECK(read.recorded.sources == Lines{"/var/log/syslog", "/var/log/syslog"});
    CHECK(read.recorded.severities == std::vector{LogSeverity::error, LogSeverity::informational});
}

TEST_CASE("log recording: local time is made UTC, and the year is that before the writing",
          "[recordings]") {
    const Read read{"Nov 26 05:00:01 web app: a\n", std::chrono::hours{7}};
    CHECK(read.recorded.said == Lines{"1 app: a"});
    const Read older{"Dec 31 00:00:00 web app: a\n"};
    REQUIRE(older.recorded.moments.size() == 1);
    CHECK(format_rfc3339(older.recorded.moments[0]) == "2025-12-31T00:00:00.000Z");
}

TEST_CASE("log recording: lines without a time happen with the one before", "[recordings]") {
    const Read read{
        "  at the very top\n"
        "2026-11-25 22:00:05 Exception: x\n"
        "    at Shop.buy(Shop.java:7)\n"
        "2026-11-25 22:00:03 later in the file\n\n"};
    CHECK(read.recorded.said ==
          Lines{"5 : Exception: x", "5 :     at Shop.buy(Shop.java:7)", "5 : later in the file"});
    CHECK(read.log.counts().malformed == 1);
}

TEST_CASE("log recording: a line at the bound is whole, of a longer one the rest is left out",
          "[recordings]") {
    const std::string head = "2026-11-25 22:00:05 ";
    const std::string bound(LogRecording::line_bytes_max - head.size() - 1, 'x');
    const Read read{head + bound + "\n" + head + bound + "yyy\n" + head + "next"};
    REQUIRE(read.recorded.said.size() == 3);
    CHECK(read.recorded.said[0].size() == LogLine::text_bytes_max + 4);
    CHECK(read.recorded.said[1].find('y') == std::string::npos);
    CHECK(read.recorded.said[2] == "5 : next");
}

TEST_CASE("log recording: a file is opened, and one that is not there is named", "[recordings]") {
    const test::TemporaryFolder folder;
    folder.write("app.log", "2026-11-25T22:00:02Z hello\r\n");
    auto log = open_log(folder.path() + "/app.log");
    REQUIRE(log);
    CHECK(test::Recorded(**log, origin).said == Lines{"2 : hello"});
    const auto none = open_log("/no/such.log");
    REQUIRE_FALSE(none);
    CHECK(none.error().what.find("/no/such.log") != std::string::npos);
}

TEST_CASE("log recording: engines read the lines at the time that they say", "[recordings]") {
    LogRecording log{
        std::make_unique<std::istringstream>("2026-11-25T22:00:00Z web app: fine\n"
                                             "2026-11-25T22:00:10Z web app: error: it broke\n"
                                             "2026-11-25T22:00:30Z web app: error: again\n"
                                             "2026-11-25T22:02:00Z web app: fine\n"),
        "app.log", written, Duration{0}};
    std::vector<std::unique_ptr<detectors::Engine>> engines;
    engines.push_back(std::make_unique<ErrorEngine>());
    std::vector<detectors::Contestant> contestants;
    contestants.push_back({{}, std::make_unique<detectors::Router>(std::move(engines))});
    const auto reports = detectors::backtest(std::move(contestants), log);
    REQUIRE(reports);
    const detectors::BacktestReport& report = reports->front();
    CHECK(report.lines == 4);
    CHECK(report.rows == 4);
    REQUIRE(report.episodes.size() == 1);
    CHECK(report.episodes[0].sentence == "app.log: error: it broke");
    CHECK(format_rfc3339(report.episodes[0].raised_at) == "2026-11-25T22:00:10.000Z");
    CHECK(format_rfc3339(*report.episodes[0].cleared_at) == "2026-11-25T22:02:00.000Z");
}
