#include "agent/log_lines.hpp"

#include <catch2/catch.hpp>

namespace foreshock::agent {
namespace {

using enum LogSeverity;

TimePoint at(int second) {
    return from_unix_ms(1'790'000'000'000 + 1000 * second);
}

std::string texts(const std::vector<KeptLine>& lines) {
    std::string all;
    for (const KeptLine& line : lines)
        all += line.text + "|";
    return all;
}

TEST_CASE("log lines: of the kernel all are kept, of others warnings and worse", "[agent][logs]") {
    LogLines lines;
    lines.add({at(1), "kernel", "kernel", informational, "eth0 up"});
    lines.add({at(2), "journal", "shop.service", informational, "hello"});
    lines.add({at(3), "journal", "shop.service", warning, "slow"});
    lines.add({at(4), "/var/log/syslog", "cron", error, "no mail"});
    CHECK(texts(lines.last_of_kernel(9)) == "eth0 up|");
    CHECK(texts(lines.last_of_others(9)) == "slow|no mail|");
    CHECK(texts(lines.last_of_others(1)) == "no mail|");
}

TEST_CASE("log lines: a unit is known by its program too", "[agent][logs]") {
    LogLines lines;
    lines.add({at(2), "/var/log/auth.log", "ssh", error, "two"});
    lines.add({at(1), "journal", "ssh.service", error, "one"});
    lines.add({at(3), "journal", "sshd.service", error, "other"});
    CHECK(texts(lines.last_of_unit("ssh.service", 9)) == "one|two|");
    CHECK(texts(lines.last_of_unit("ssh", 1)) == "two|");
    CHECK(lines.last_of_unit("none", 9).empty());
}

TEST_CASE("log lines: a log that writes much pushes out its own lines", "[agent][logs]") {
    LogLines lines;
    lines.add({at(0), "kernel", "kernel", error, "the cause"});
    const std::string text(300, 'x');
    for (int i = 0; i < 5000; ++i)
        lines.add({at(i), "journal", "shop.service", error, text});
    CHECK(lines.bytes() <= LogLines::bytes_max);
    CHECK(lines.bytes() > LogLines::bytes_max / 2);
    CHECK(texts(lines.last_of_kernel(9)) == "the cause|");
    CHECK(lines.last_of_unit("shop", 1)[0].at == at(4999));
}

TEST_CASE("log lines: no more logs than the bound", "[agent][logs]") {
    LogLines lines;
    for (std::size_t i = 0; i <= LogLines::sources_max; ++i) {
        const std::string path = "/log" + std::to_string(i);
        lines.add({at(static_cast<int>(i)), path, "", error, path});
    }
    const auto kept = lines.last_of_others(100);
    REQUIRE(kept.size() == LogLines::sources_max);
    CHECK(kept.front().text == "/log1");
}

TEST_CASE("log lines: secrets are masked and long lines cut between characters", "[agent][logs]") {
    LogLines lines;
    std::string text = "password=hunter2 ";
    while (text.size() < 2 * LogLines::text_bytes_max)
        text += "é";
    lines.add({at(0), "journal", "", error, text});
    const auto kept = lines.last_of_others(1);
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].text.starts_with("password=*** é"));
    CHECK(kept[0].text.size() <= LogLines::text_bytes_max);
    CHECK(kept[0].text.ends_with("é"));
}

TEST_CASE("log lines: without evidence nothing is kept", "[agent][logs]") {
    LogLines lines;
    lines.add({at(0), "journal", "", error, "one"});
    lines.set_keeping(false);
    lines.add({at(0), "journal", "", error, "two"});
    CHECK(lines.last_of_others(9).empty());
    CHECK(lines.bytes() == 0);
    lines.set_keeping(true);
    lines.add({at(0), "journal", "", error, "three"});
    CHECK(texts(lines.last_of_others(9)) == "three|");
}

TEST_CASE("log lines: severities have syslog's words", "[agent][logs]") {
    CHECK(severity_word(emergency) == "emergency");
    CHECK(severity_word(error) == "error");
    CHECK(severity_word(debug) == "debug");
}

}  // namespace
}  // namespace foreshock::agent
