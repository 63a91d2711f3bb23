#include "server/desk/zone.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <date/tz.h>

#include "core/number.hpp"

namespace foreshock::desk {
namespace {

date::local_seconds to_library(LocalTime local) {
    return date::local_seconds{local.time_since_epoch()};
}

std::string offset_text(std::chrono::seconds offset) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%c%02d:%02d", minutes < 0 ? '-' : '+',
                  static_cast<int>(std::abs(minutes) / 60),
                  static_cast<int>(std::abs(minutes) % 60));
    return text.data();
}

}  // namespace

Result<Zone> Zone::find(std::string_view name) {
    try {
        date::get_tzdb();
    } catch (const std::exception& error) {
        return fail(Errc::unavailable, std::string{"no time zone database: "} + error.what());
    }
    try {
        return Zone{std::string{name}, date::locate_zone(std::string{name})};
    } catch (const std::exception&) {
        return fail(Errc::invalid, "'" + std::string{name.substr(0, 100)} +
                                       "' is no time zone; write one such as Europe/Berlin or UTC");
    }
}

Zone::Moment Zone::moment_of(LocalTime local) const {
    const date::local_info found = zone_->get_info(to_library(local));
    const Fit fit = found.result == date::local_info::unique        ? Fit::once
                    : found.result == date::local_info::nonexistent ? Fit::skipped
                                                                    : Fit::twice;
    // Of both kinds of trouble the offset before the change is the one that counts.
    return {TimePoint{local.time_since_epoch() - found.first.offset}, fit};
}

LocalTime Zone::local_of(TimePoint at) const {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    return LocalTime{seconds.time_since_epoch() + zone_->get_info(seconds).offset};
}

std::string Zone::text_of(TimePoint at) const {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    return format_local_time(local_of(at)) + offset_text(zone_->get_info(seconds).offset);
}

Result<std::chrono::local_days> parse_local_date(std::string_view text) {
    const bool has_form = text.size() == 10 && text[4] == '-' && text[7] == '-';
    const auto year = parse_uint(has_form ? text.substr(0, 4) : "");
    const auto month = parse_uint(has_form ? text.substr(5, 2) : "");
    const auto day = parse_uint(has_form ? text.substr(8, 2) : "");
    if (year && month && day) {
        const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                               std::chrono::month{static_cast<unsigned>(*month)},
                                               std::chrono::day{static_cast<unsigned>(*day)}};
        if (date.ok() && *year >= 1970) return std::chrono::local_days{date};
    }
    return fail(Errc::malformed,
                "'" + std::string{text.substr(0, 40)} + "' is no date; write it as 2026-03-29");
}

Result<LocalTime> parse_local_time(std::string_view text) {
    const bool has_form = (text.size() == 16 || text.size() == 19) && text[10] == 'T' &&
                          text[13] == ':' && (text.size() == 16 || text.substr(16) == ":00");
    const auto hour = parse_uint(has_form ? text.substr(11, 2) : "");
    const auto minute = parse_uint(has_form ? text.substr(14, 2) : "");
    if (hour && minute && *hour < 24 && *minute < 60) {
        const auto date = parse_local_date(text.substr(0, 10));
        if (date) return *date + std::chrono::hours{*hour} + std::chrono::minutes{*minute};
    }
    return fail(Errc::malformed, "'" + std::string{text.substr(0, 40)} +
                                     "' is no local time; write it as 2026-03-29T02:30");
}

std::string format_local_time(LocalTime local) {
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const auto seconds = (local - day).count();
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(seconds / 3600),
                  static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
    return text.data();
}

}  // namespace foreshock::desk
