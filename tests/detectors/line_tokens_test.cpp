#include "detectors/engines/line_tokens.hpp"

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>

using namespace foreshock::detectors;

namespace {

std::vector<TokenHash> tokens_of(std::string_view text) {
    const LineTokens tokens{text};
    return {tokens.tokens().begin(), tokens.tokens().end()};
}

bool look_alike(std::string_view a, std::string_view b) {
    return tokens_of(a) == tokens_of(b);
}

}  // namespace

TEST_CASE("tokens: other numbers, names and addresses make no other line", "[detectors][tokens]") {
    CHECK(look_alike("Failed password for root from 10.0.0.1 port 22 ssh2",
                     "Failed password for root from 192.168.7.44 port 51022 ssh2"));
    CHECK(look_alike("job 0f8fad5b-d9cb-469f-a165-70867728950e done in 12ms",
                     "job 7c9e6679-7425-40de-944b-e07fc1f90ae7 done in 3.5s"));
    CHECK(look_alike("open /etc/passwd failed", "open /var/lib/x/y failed"));
    CHECK(look_alike("user \"Anna Bell\" is unknown", "user \"bob\" is unknown"));
    CHECK(look_alike("Nov 25 22:57:00 restart", "2026-11-25T22:57:00.123Z restart"));
    CHECK(look_alike("eth0: link is down", "enp3s0f1: link is down"));
    CHECK(look_alike("at fe80::1ff:fe23:4567:890a now", "at ::1 now"));
    CHECK(look_alike("uid=0, gid=7", "uid=1000, gid=100"));
    CHECK(look_alike("dump 00 1f a3", "dump 00 1f a3 12 34 56"));
    CHECK(look_alike("disk sda is slow", "disk xvdb is slow"));
}

TEST_CASE("tokens: other words make another line", "[detectors][tokens]") {
    CHECK_FALSE(look_alike("disk is full", "disk is fine"));
    CHECK_FALSE(look_alike("uid=0", "gid=0"));
    CHECK_FALSE(look_alike("I/O error", "path error"));
    CHECK_FALSE(look_alike("link is up", "link is up again"));
}

TEST_CASE("tokens: what people see keeps the words and stars the rest", "[detectors][tokens]") {
    CHECK(mask_line("Killed process 4711 (shop), uid=33") == "Killed process * (shop), uid=*");
    CHECK(mask_line("Nov 25 22:57:00 web1 sshd[12]: bad") == "* sshd[*]: bad");
    CHECK(mask_line("client: 1.2.3.4, request: \"GET /a?token=secret HTTP/1.1\"") ==
          "client: * request: *");
    CHECK(mask_line("a bb ccc", 4) == "a bb");
    CHECK(mask_line("").empty());
}

TEST_CASE("tokens: people do not see secrets", "[detectors][tokens]") {
    CHECK(mask_line("login with password=hunter failed") == "login with password=*** failed");
    CHECK(mask_line("Token: abcdef refused") == "Token: *** refused");
    CHECK(mask_line("Authorization: Bearer abcdef") == "Authorization: ***");
    CHECK(mask_line("run --password hunter now") == "run --password *** now");
    CHECK(mask_line("to amqp://shop:hunter@mq/x") == "to amqp:*:***@mq/x");
    CHECK(mask_line(std::string(150, 'x') + " password=" + std::string(1000, 'y')) ==
          std::string(150, 'x'));
    CHECK(mask_line("Failed password for root") == "Failed password for root");
}

TEST_CASE("tokens: foreign bytes, long lines and empty ones are taken", "[detectors][tokens]") {
    const std::string zeros(4096, '\0');
    CHECK(tokens_of(zeros).empty());
    CHECK(tokens_of(" \t\r\n ").empty());
    const std::string word(4096, 'x');
    CHECK(tokens_of(word).size() == 1);
    std::string many;
    while (many.size() < 4096)
        many += "a ";
    CHECK(tokens_of(many).size() == LineTokens::tokens_max);
    CHECK(tokens_of("\xff\xfe \xc3\x28 \x80").size() == 3);
    CHECK(tokens_of("\"").size() == 1);
    CHECK(tokens_of("\"\"\"''``{}[]").size() == 1);
}

TEST_CASE("tokens: words of failure are found, and denied ones are not", "[detectors][tokens]") {
    CHECK(has_failure_word("Connection refused by 10.0.0.1"));
    CHECK(has_failure_word("request TIMED OUT"));
    CHECK(has_failure_word("NullPointerException: it FAILED"));
    CHECK(has_failure_word("worker: Out of memory"));
    CHECK_FALSE(has_failure_word("finished with 0 errors"));
    CHECK_FALSE(has_failure_word("no error"));
    CHECK_FALSE(has_failure_word("all is well"));
    CHECK_FALSE(has_failure_word("the default user"));
    CHECK_FALSE(has_failure_word(""));
}
