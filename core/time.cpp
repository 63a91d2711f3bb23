#include "core/time.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "core/number.hpp"

namespace foreshock {
namespace {

constexpr Duration century = std::chrono::hours{24 * 36525};

struct UnitName {
    std::string_view name;
    Duration span;
};

// Longest first, so that format_duration takes the largest unit that divides.
constexpr std::array<UnitName, 6> units{{
    {"w", std::chrono::hours{24 * 7}},
    {"d", std::chrono::hours{24}},
    {"h", std::chrono::hours{1}},
    {"m", std::chrono::minutes{1}},
    {"s", std::chrono::seconds{1}},
    {"ms", Duration{1}},
}};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes `count` digits from the front, or -1.
int take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count || !std::all_of(text.begin(), text.begin() + count, is_digit))
        return -1;
    int value = 0;
    for (char digit : text.substr(0, count))
        value = value * 10 + (digit - '0');
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

int take_milliseconds(std::string_view& text) {
    int value = 0;
    int weight = 100;
    while (!text.empty() && is_digit(text.front())) {
        value += (text.front() - '0') * weight;
        weight /= 10;
        text.remove_prefix(1);
    }
    return value;
}

Result<Duration> take_offset(std::string_view& text) {
    if (take(text, "Zz")) return Duration{0};
    const bool west = !text.empty() && text.front() == '-';
    if (!take(text, "+-")) return fail(Errc::malformed, "no zone (Z or +hh:mm)");
    const int hours = take_digits(text, 2);
    const bool colon = take(text, ":");
    const int minutes = take_digits(text, 2);
    if (hours < 0 || hours > 23 || !colon || minutes < 0 || minutes > 59) {
        return fail(Errc::malformed, "the zone offset is not +hh:mm");
    }
    const Duration offset = std::chrono::hours{hours} + std::chrono::minutes{minutes};
    return west ? -offset : offset;
}

const UnitName* unit_at(std::string_view text) {
    const UnitName* best = nullptr;
    for (const UnitName& unit : units) {
        if (text.starts_with(unit.name) && (!best || unit.name.size() > best->name.size())) {
            best = &unit;
        }
    }
    return best;
}

std::string describe_parts(std::int64_t large, const char* large_name, std::int64_t small,
                           const char* small_name) {
    std::string text = std::to_string(large) + " " + large_name;
    if (small > 0 && large < 10) text += " " + std::to_string(small) + " " + small_name;
    return text;
}

}  // namespace

Duration from_seconds(double seconds) {
    const double bound = to_seconds(century);
    if (std::isnan(seconds)) return century;
    return Duration{std::llround(std::clamp(seconds, -bound, bound) * 1000.0)};
}

std::string format_rfc3339(TimePoint at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::int64_t ms = (at - day).count();
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(ms / 3600000),
                  static_cast<int>(ms / 60000 % 60), static_cast<int>(ms / 1000 % 60),
                  static_cast<int>(ms % 1000));
    return text.data();
}

Result<TimePoint> parse_rfc3339(std::string_view text) {
    const std::string whole{text};
    const auto bad = [&] { return fail(Errc::malformed, "'" + whole + "' is no RFC 3339 time"); };
    const int year = take_digits(text, 4);
    const bool dash1 = take(text, "-");
    const int month = take_digits(text, 2);
    const bool dash2 = take(text, "-");
    const int day = take_digits(text, 2);
    const bool separator = take(text, "Tt ");
    const int hour = take_digits(text, 2);
    const bool colon1 = take(text, ":");
    const int minute = take_digits(text, 2);
    const bool colon2 = take(text, ":");
    const int second = take_digits(text, 2);
    if (year < 0 || !dash1 || !dash2 || !separator || !colon1 || !colon2) return bad();
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return bad();
    const int ms = take(text, ".") ? take_milliseconds(text) : 0;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return bad();
    const Result<Duration> offset = take_offset(text);
    if (!offset || !text.empty()) return bad();
    return TimePoint{std::chrono::sys_days{date}} + std::chrono::hours{hour} +
           std::chrono::minutes{minute} + std::chrono::seconds{second} + Duration{ms} - *offset;
}

Result<Duration> parse_duration(std::string_view text) {
    const std::string whole{text};
    const auto bad = [&](std::string_view why) {
        return fail(Errc::malformed, "'" + whole + "' is no duration: " + std::string{why} +
                                         " (write it as 30s, 5m, 2h, 7d or 1h30m)");
    };
    if (text.empty()) return bad("it is empty");
    double total_ms = 0;
    while (!text.empty()) {
        const auto digits = text.find_first_not_of("0123456789.");
        if (digits == std::string_view::npos) return bad("it has no unit");
        const auto amount = parse_double(text.substr(0, digits));
        text.remove_prefix(digits);
        const UnitName* unit = unit_at(text);
        if (!amount) return bad("a number is missing");
        if (!unit) return bad("the unit is unknown");
        text.remove_prefix(unit->name.size());
        total_ms += *amount * static_cast<double>(unit->span.count());
    }
    if (total_ms > static_cast<double>(century.count())) return bad("it is over 100 years");
    return Duration{std::llround(total_ms)};
}

std::string format_duration(Duration span) {
    std::string text = span < Duration{0} ? "-" : "";
    span = std::chrono::abs(span);
    for (const UnitName& unit : units) {
        const auto count = span / unit.span;
        if (count == 0) continue;
        text += std::to_string(count) + std::string{unit.name};
        span -= count * unit.span;
    }
    return text.empty() ? "0s" : text;
}

std::string describe_duration(Duration span) {
    const std::int64_t seconds = std::chrono::round<std::chrono::seconds>(span).count();
    if (seconds < 1) return "under 1 s";
    if (seconds < 60) return std::to_string(seconds) + " s";
    const std::int64_t minutes = seconds / 60;
    if (minutes < 60) return describe_parts(minutes, "min", seconds % 60, "s");
    const std::int64_t hours = minutes / 60;
    if (hours < 24) return describe_parts(hours, "h", minutes % 60, "min");
    return describe_parts(hours / 24, "d", hours % 24, "h");
}

}  // namespace foreshock
