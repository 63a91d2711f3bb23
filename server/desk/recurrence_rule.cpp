#include "server/desk/recurrence_rule.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include <libical/ical.h>

#include "core/number.hpp"

namespace foreshock::desk {
namespace {

struct FreeIterator {
    void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

using Iterator = std::unique_ptr<icalrecur_iterator, FreeIterator>;

struct Part {
    std::string_view name;
    std::string_view value;
};

constexpr std::array<std::string_view, 13> known_parts{
    "FREQ",     "INTERVAL", "COUNT",  "UNTIL",    "BYMONTH",  "BYMONTHDAY", "BYYEARDAY",
    "BYWEEKNO", "BYDAY",    "BYHOUR", "BYMINUTE", "BYSETPOS", "WKST"};

tl::unexpected<Error> bad(std::string_view name, std::string_view what) {
    return fail(Errc::invalid,
                "RRULE " + std::string{name.substr(0, 60)} + ": " + std::string{what});
}

icaltimetype to_library(LocalTime local) {
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const auto seconds = static_cast<int>((local - day).count());
    icaltimetype time = icaltime_null_time();
    time.year = static_cast<int>(date.year());
    time.month = static_cast<int>(static_cast<unsigned>(date.month()));
    time.day = static_cast<int>(static_cast<unsigned>(date.day()));
    time.hour = seconds / 3600;
    time.minute = seconds / 60 % 60;
    time.second = seconds % 60;
    return time;
}

LocalTime from_library(const icaltimetype& time) {
    const std::chrono::year_month_day date{std::chrono::year{time.year},
                                           std::chrono::month{static_cast<unsigned>(time.month)},
                                           std::chrono::day{static_cast<unsigned>(time.day)}};
    return std::chrono::local_days{date} + std::chrono::hours{time.hour} +
           std::chrono::minutes{time.minute} + std::chrono::seconds{time.second};
}

// Upper case, as the standard has it; people write otherwise.
std::string upper(std::string_view text) {
    std::string out{text};
    for (char& c : out) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return out;
}

Result<std::vector<Part>> parts_of(std::string_view text) {
    std::vector<Part> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(';'), text.size());
        const std::string_view part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t equal = part.find('=');
        if (equal == std::string_view::npos || equal + 1 == part.size()) {
            return bad(part, "write NAME=value, separated by ;");
        }
        const Part read{part.substr(0, equal), part.substr(equal + 1)};
        if (std::find(known_parts.begin(), known_parts.end(), read.name) == known_parts.end()) {
            return bad(read.name, "is not known here");
        }
        const bool again = std::any_of(parts.begin(), parts.end(),
                                       [&](const Part& one) { return one.name == read.name; });
        if (again) return bad(read.name, "is there twice");
        parts.push_back(read);
    }
    return parts;
}

std::string_view value_of(const std::vector<Part>& parts, std::string_view name) {
    for (const Part& part : parts) {
        if (part.name == name) return part.value;
    }
    return {};
}

// The library takes hours and minutes in the order in which they are written.
Result<std::string> in_order(const Part& part) {
    std::set<std::uint64_t> numbers;
    std::string_view rest = part.value;
    while (true) {
        const std::size_t end = rest.find(',');
        const auto number = parse_uint(rest.substr(0, end));
        const std::uint64_t below = part.name == "BYHOUR" ? 24 : 60;
        if (!number || *number >= below) {
            return bad(part.name,
                       "takes numbers below " + std::to_string(below) + ", separated by commas");
        }
        numbers.insert(*number);
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    std::string list;
    for (const std::uint64_t number : numbers)
        list += (list.empty() ? "" : ",") + std::to_string(number);
    return list;
}

// "2MO" in a rule by the day or week never comes, and the library searches for it for centuries.
bool has_ordinal(std::string_view days) {
    return days.find_first_of("0123456789") != std::string_view::npos;
}

bool has_empty_item(std::string_view list) {
    return list.starts_with(',') || list.ends_with(',') ||
           list.find(",,") != std::string_view::npos;
}

Result<void> check_parts(const std::vector<Part>& parts) {
    const std::string_view frequency = value_of(parts, "FREQ");
    if (frequency.empty()) return bad("FREQ", "is missing: DAILY, WEEKLY, MONTHLY or YEARLY");
    const bool by_days = frequency == "DAILY" || frequency == "WEEKLY";
    if (!by_days && frequency != "MONTHLY" && frequency != "YEARLY") {
        return bad("FREQ",
                   "must be DAILY, WEEKLY, MONTHLY or YEARLY; for several times a day "
                   "use BYHOUR and BYMINUTE");
    }
    if (by_days && has_ordinal(value_of(parts, "BYDAY"))) {
        return bad("BYDAY", "an ordinal such as 2MO needs FREQ=MONTHLY or FREQ=YEARLY");
    }
    const std::string_view count = value_of(parts, "COUNT");
    if (!count.empty() && !value_of(parts, "UNTIL").empty()) {
        return bad("COUNT", "cannot go with UNTIL");
    }
    const auto number = parse_uint(count.empty() ? "1" : count);
    if (!number || *number < 1 || *number > RecurrenceRule::count_max) {
        return bad("COUNT", "takes 1 to " + std::to_string(RecurrenceRule::count_max));
    }
    for (const Part& part : parts) {
        if (has_empty_item(part.value)) return bad(part.name, "has an empty item in its list");
    }
    return {};
}

Result<std::string> for_library(const std::vector<Part>& parts) {
    std::string text;
    for (const Part& part : parts) {
        if (part.name == "UNTIL") continue;
        std::string value{part.value};
        if (part.name == "BYHOUR" || part.name == "BYMINUTE") {
            Result<std::string> ordered = in_order(part);
            if (!ordered) return ordered;
            value = std::move(*ordered);
        }
        text += (text.empty() ? "" : ";") + std::string{part.name} + "=" + value;
    }
    return text;
}

Iterator begin(const std::string& text, LocalTime first, LocalTime last) {
    icalrecurrencetype rule = icalrecurrencetype_from_string(text.c_str());
    // It would search for what never comes until the year 2582.
    if (rule.count == 0) rule.until = to_library(last);
    return Iterator{icalrecur_iterator_new(rule, to_library(first))};
}

}  // namespace

Result<RecurrenceRule> RecurrenceRule::parse(std::string_view text, LocalTime first) {
    if (text.size() > text_bytes_max) {
        return fail(Errc::invalid, "RRULE: at most " + std::to_string(text_bytes_max) + " bytes");
    }
    std::string letters = upper(text);
    std::string_view rest = letters;
    if (rest.starts_with("RRULE:")) rest.remove_prefix(6);
    const Result<std::vector<Part>> parts = parts_of(rest);
    if (!parts) return fail(parts.error());
    if (Result<void> good = check_parts(*parts); !good) return fail(std::move(good).error());
    Result<std::string> normal = for_library(*parts);
    if (!normal) return fail(std::move(normal).error());

    RecurrenceRule rule{std::move(*normal), first};
    rule.counts_ = !value_of(*parts, "COUNT").empty();
    if (Result<void> read = rule.read_until(value_of(*parts, "UNTIL")); !read) {
        return fail(std::move(read).error());
    }
    if (icalrecurrencetype_from_string(rule.text_.c_str()).freq == ICAL_NO_RECURRENCE) {
        icalerror_clear_errno();
        return fail(Errc::invalid, "RRULE: '" + std::string{rest.substr(0, 200)} +
                                       "' has a value out of its range (RFC 5545, 3.3.10)");
    }
    return rule;
}

Result<void> RecurrenceRule::read_until(std::string_view text) {
    if (text.empty()) return {};
    const bool is_date = text.size() == 8;
    const bool is_utc = text.size() == 16 && text.ends_with('Z');
    const bool has_form = is_date || ((text.size() == 15 || is_utc) && text[8] == 'T');
    if (has_form) {
        const auto part = [&](std::size_t at, std::size_t size) {
            return std::string{text.substr(at, size)};
        };
        const auto day = parse_local_date(part(0, 4) + '-' + part(4, 2) + '-' + part(6, 2));
        const auto hour = parse_uint(is_date ? "23" : part(9, 2));
        const auto minute = parse_uint(is_date ? "59" : part(11, 2));
        const auto second = parse_uint(is_date ? "59" : part(13, 2));
        if (day && hour && minute && second && *hour < 24 && *minute < 60 && *second < 60) {
            const LocalTime at = *day + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
                                 std::chrono::seconds{*second};
            if (is_utc) {
                until_utc_ = TimePoint{at.time_since_epoch()};
            } else {
                until_local_ = at;
            }
            return {};
        }
    }
    return bad("UNTIL", "write 20261231, 20261231T235959 or, in UTC, 20261231T235959Z");
}

std::vector<LocalTime> RecurrenceRule::next(LocalTime from, std::size_t count) const {
    const LocalTime last = std::max(from, first_) + horizon;
    const Iterator iterator = begin(text_, first_, last);
    std::vector<LocalTime> found;
    if (!iterator) {
        icalerror_clear_errno();
        return found;
    }
    // What has a COUNT must be counted from its start.
    if (!counts_ && from > first_) {
        icalrecur_iterator_set_start(iterator.get(), to_library(from));
    }
    for (int step = 0; step < count_max && found.size() < count; ++step) {
        const icaltimetype time = icalrecur_iterator_next(iterator.get());
        if (icaltime_is_null_time(time)) break;
        const LocalTime local = from_library(time);
        if (local > last) break;
        if (local >= from) found.push_back(local);
    }
    icalerror_clear_errno();
    return found;
}

}  // namespace foreshock::desk
