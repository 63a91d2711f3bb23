#include "collectors/logs/line_rates.hpp"

#include <catch2/catch.hpp>

#include "tests/support/recording_sink.hpp"

namespace foreshock::collectors {
namespace {

using enum LogSeverity;

const TimePoint start = from_unix_ms(1'790'000'000'000);

TEST_CASE("line rates: every severity has its class", "[collectors][logs]") {
    for (const LogSeverity severity : {emergency, alert, critical, error})
        CHECK(class_of(severity) == LineClass::error);
    CHECK(class_of(warning) == LineClass::warning);
    for (const LogSeverity severity : {notice, informational, debug})
        CHECK(class_of(severity) == LineClass::other);
}

TEST_CASE("line rates: they are of the time since the last call", "[collectors][logs]") {
    SourceRates rates{"/var/log/syslog"};
    test::RecordingSink sink;
    rates.see(error, 5);
    rates.emit(start, sink);
    const std::string labels = "{source=\"/var/log/syslog\"}";
    CHECK_FALSE(sink.has("log.lines.error_per_second" + labels));
    CHECK(sink.value("log.lines.skipped_count" + labels) == 0.0);
    sink.clear();
    rates.see(error, 5);
    rates.see(warning);
    rates.see_bytes(400);
    rates.skip(3, 1000);
    rates.emit(start + std::chrono::seconds{2}, sink);
    // What came before the first call is part of no rate.
    CHECK(sink.value("log.lines.error_per_second" + labels) == 2.5);
    CHECK(sink.value("log.lines.warning_per_second" + labels) == 0.5);
    CHECK(sink.value("log.lines.other_per_second" + labels) == 0.0);
    CHECK(sink.value("log.text.bytes_per_second" + labels) == 200.0);
    CHECK(sink.value("log.lines.skipped_count" + labels) == 3.0);
    CHECK(sink.value("log.text.skipped_bytes" + labels) == 1000.0);
}

}  // namespace
}  // namespace foreshock::collectors
