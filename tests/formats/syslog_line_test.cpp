#include "formats/syslog_line.hpp"

#include <catch2/catch.hpp>

namespace foreshock::formats {
namespace {

const TimePoint now = parse_rfc3339("2026-11-25T20:00:00Z").value();

SyslogLine parsed(std::string_view line) {
    return parse_syslog_line(line, now, Duration{0});
}

TEST_CASE("syslog line: what rsyslog writes into files is read", "[formats][logs]") {
    const auto old_form = parsed("Nov 25 19:48:38 web1 sshd[4242]: Failed password for root");
    CHECK(old_form.program == "sshd");
    CHECK(old_form.message == "Failed password for root");
    CHECK_FALSE(old_form.severity);
    CHECK(format_rfc3339(*old_form.at) == "2026-11-25T19:48:38.000Z");
    const auto new_form =
        parsed("2026-11-25T19:48:38.480731+00:00 web1 systemd[1]: Started cron.service.");
    CHECK(new_form.program == "systemd");
    CHECK(new_form.message == "Started cron.service.");
    CHECK(parsed("Nov 25 19:48:38 web1 kernel: [ 12.3] eth0 up").program == "kernel");
}

TEST_CASE("syslog line: RFC 5424 is read with its structured part", "[formats][logs]") {
    const auto line = parsed(
        "<34>1 2026-11-25T19:48:38.003Z web1 su 77 ID47 [a@1 k=\"x \\\"]\\\" y\"][b] "
        "\xEF\xBB\xBFno");
    CHECK(line.severity == LogSeverity::critical);
    CHECK(line.program == "su");
    CHECK(line.message == "no");
    const auto bare = parsed("<165>1 - - - - - -");
    CHECK(bare.severity == LogSeverity::notice);
    CHECK_FALSE(bare.at);
    CHECK(bare.program.empty());
    CHECK(bare.message.empty());
    CHECK(parsed("<34>1 2026-11-25T19:48:38Z h p - - [never closed").message.empty());
}

TEST_CASE("syslog line: RFC 3164 may have its priority", "[formats][logs]") {
    const auto line = parsed("<13>Nov 25 19:48:38 web1 app: hello");
    CHECK(line.severity == LogSeverity::notice);
    CHECK(line.program == "app");
    CHECK_FALSE(parsed("<192>Nov 25 19:48:38 web1 app: hello").severity);
    CHECK_FALSE(parsed("<1234>x").severity);
    CHECK_FALSE(parsed("<>x").severity);
}

TEST_CASE("syslog line: lines of programs keep their words", "[formats][logs]") {
    const auto line = parsed("2026-11-25 19:48:38,123 ERROR db: gone away");
    CHECK(line.message == "ERROR db: gone away");
    CHECK(line.program.empty());
    CHECK(line.at);
    CHECK(parsed("hello world: this is text").message == "hello world: this is text");
    CHECK(parsed("").message.empty());
    CHECK(parsed("Nov 25 19:48:38 no tag here").message == "no tag here");
}

}  // namespace
}  // namespace foreshock::formats
