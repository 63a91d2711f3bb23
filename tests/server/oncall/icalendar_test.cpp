#include "server/oncall/icalendar.hpp"

#include <catch2/catch.hpp>

#include "server/digest/digest.hpp"
#include "server/oncall/keyed_token.hpp"

namespace foreshock::oncall {
namespace {

TimePoint at(const std::string& text) {
    return parse_rfc3339(text).value();
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = text.find("\r\n", from);
        REQUIRE(end != std::string::npos);
        lines.push_back(text.substr(from, end - from));
        from = end + 2;
    }
    return lines;
}

TEST_CASE("icalendar: each shift is an event with times in UTC", "[oncall][icalendar]") {
    const Shift shift{at("2026-03-29T01:30:00Z"), at("2026-03-30T01:30:00Z"), "ann", "base", ""};
    const std::string text = icalendar("On call, primary", {{"primary", "ann; primary", shift}}, 7,
                                       at("2026-03-01T00:00:00Z"));
    const auto lines = lines_of(text);
    const auto has = [&](const std::string& line) {
        return std::find(lines.begin(), lines.end(), line) != lines.end();
    };
    CHECK(lines.front() == "BEGIN:VCALENDAR");
    CHECK(lines.back() == "END:VCALENDAR");
    CHECK(has("VERSION:2.0"));
    CHECK(has("DTSTART:20260329T013000Z"));
    CHECK(has("DTEND:20260330T013000Z"));
    CHECK(has("DTSTAMP:20260301T000000Z"));
    CHECK(has("SEQUENCE:7"));
    CHECK(has("SUMMARY:ann\\; primary"));
    CHECK(has("X-WR-CALNAME:On call\\, primary"));
}

TEST_CASE("icalendar: the same shift keeps its name, whoever has it", "[oncall][icalendar]") {
    const auto uid = [](const std::string& person, const std::string& schedule) {
        const Shift shift{at("2026-03-29T01:30:00Z"), at("2026-03-30T01:30:00Z"), person, "", ""};
        const std::string text = icalendar("x", {{schedule, person, shift}}, 1, TimePoint{});
        const std::size_t from = text.find("UID:");
        return text.substr(from, text.find("\r\n", from) - from);
    };
    CHECK(uid("ann", "primary") == uid("bo", "primary"));
    CHECK(uid("ann", "primary") != uid("ann", "secondary"));
}

TEST_CASE("icalendar: lines are folded at 75 octets, never within a character",
          "[oncall][icalendar]") {
    for (std::size_t ascii = 0; ascii < 8; ++ascii) {
        std::string line = "SUMMARY:" + std::string(ascii, 'x');
        for (int i = 0; i < 80; ++i)
            line += "เวร";  // three bytes each
        std::string unfolded;
        for (const std::string& part : lines_of(folded_line(line))) {
            CHECK(part.size() <= 75);
            const std::string_view body = std::string_view{part}.substr(unfolded.empty() ? 0 : 1);
            CHECK((static_cast<unsigned char>(body.front()) & 0xc0) != 0x80);
            unfolded += body;
        }
        CHECK(unfolded == line);
    }
    CHECK(folded_line(std::string(75, 'x')) == std::string(75, 'x') + "\r\n");
}

TEST_CASE("tokens: made of the secret and of every part", "[oncall][token]") {
    const std::string token = keyed_token("secret", {"schedule", "primary"});
    CHECK(token.size() == 32);
    CHECK(token == keyed_token("secret", {"schedule", "primary"}));
    CHECK(token != keyed_token("other", {"schedule", "primary"}));
    CHECK(token != keyed_token("secret", {"scheduleprimary"}));
    CHECK(token != keyed_token("secret", {"person", "primary"}));
    CHECK(digest::is_equal(token, token));
    CHECK_FALSE(digest::is_equal(token, token.substr(1)));
}

}  // namespace
}  // namespace foreshock::oncall
