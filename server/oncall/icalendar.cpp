#include "server/oncall/icalendar.hpp"

#include "core/hash.hpp"

namespace foreshock::oncall {
namespace {

constexpr std::size_t line_octets_max = 75;

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

/// RFC 5545 §3.3.11.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '\n') {
            result += "\\n";
        } else if (c != '\r') {
            if (c == '\\' || c == ';' || c == ',') result.push_back('\\');
            result.push_back(c);
        }
    }
    return result;
}

/// "20260329T013000Z"
std::string utc(TimePoint at) {
    const std::string text = format_rfc3339(at);  // 2026-03-29T01:30:00.000Z
    return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 5) + text.substr(14, 2) +
           text.substr(17, 2) + "Z";
}

void add_event(std::string& calendar, const CalendarShift& one, std::uint64_t revision,
               TimePoint at) {
    const std::string uid =
        stable_id({"shift", one.schedule, std::to_string(to_unix_ms(one.shift.begin))});
    for (const std::string& line :
         {std::string{"BEGIN:VEVENT"}, "UID:" + uid + "@foreshock", "DTSTAMP:" + utc(at),
          "DTSTART:" + utc(one.shift.begin), "DTEND:" + utc(one.shift.end),
          "SUMMARY:" + escaped(one.summary), "SEQUENCE:" + std::to_string(revision),
          std::string{"TRANSP:TRANSPARENT"}, std::string{"END:VEVENT"}}) {
        calendar += folded_line(line);
    }
}

}  // namespace

std::string folded_line(std::string_view line) {
    std::string folded;
    std::size_t room = line_octets_max;
    while (line.size() > room) {
        std::size_t cut = room;
        while (cut > 0 && continues_character(line[cut]))
            --cut;
        if (cut == 0) cut = room;  // no text at all: cut anywhere
        folded += std::string{line.substr(0, cut)} + "\r\n ";
        line.remove_prefix(cut);
        room = line_octets_max - 1;
    }
    return folded + std::string{line} + "\r\n";
}

std::string icalendar(const std::string& name, const std::vector<CalendarShift>& shifts,
                      std::uint64_t revision, TimePoint at) {
    std::string calendar;
    for (const std::string& line :
         {std::string{"BEGIN:VCALENDAR"}, std::string{"VERSION:2.0"},
          std::string{"PRODID:-//Foreshock//on call//EN"}, std::string{"CALSCALE:GREGORIAN"},
          "X-WR-CALNAME:" + escaped(name)}) {
        calendar += folded_line(line);
    }
    for (const CalendarShift& one : shifts)
        add_event(calendar, one, revision, at);
    return calendar + "END:VCALENDAR\r\n";
}

}  // namespace foreshock::oncall
