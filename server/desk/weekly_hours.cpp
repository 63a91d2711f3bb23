#include "server/desk/weekly_hours.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/number.hpp"
#include "server/desk/zone.hpp"

namespace foreshock::desk {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr unsigned every_day = 0x7f;
constexpr std::array<std::string_view, 7> day_names{"mon", "tue", "wed", "thu",
                                                    "fri", "sat", "sun"};

std::optional<std::size_t> day_of(std::string_view name) {
    const auto found = std::find(day_names.begin(), day_names.end(), name);
    if (found == day_names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - day_names.begin());
}

/// "fri-mon" goes over the end of the week.
std::optional<unsigned> day_range(std::string_view text) {
    const std::size_t dash = text.find('-');
    const auto first = day_of(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : day_of(text.substr(dash + 1));
    if (!first || !last) return std::nullopt;
    unsigned bits = 0;
    for (std::size_t day = *first;; day = (day + 1) % 7) {
        bits |= 1U << day;
        if (day == *last) return bits;
    }
}

std::optional<unsigned> parse_days(std::string_view text) {
    if (text == "daily") return every_day;
    unsigned bits = 0;
    while (true) {
        const std::size_t comma = text.find(',');
        const auto some = day_range(text.substr(0, comma));
        if (!some) return std::nullopt;
        bits |= *some;
        if (comma == std::string_view::npos) return bits;
        text.remove_prefix(comma + 1);
    }
}

std::optional<minutes> parse_clock(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = parse_uint(text.substr(0, 2));
    const auto minute = parse_uint(text.substr(3));
    if (!hour || !minute || *minute > 59) return std::nullopt;
    const minutes time = std::chrono::hours{*hour} + minutes{*minute};
    if (time > days{1}) return std::nullopt;
    return time;
}

std::vector<incidents::TimeSpan> merged(std::vector<incidents::TimeSpan> spans) {
    std::sort(spans.begin(), spans.end(),
              [](const auto& a, const auto& b) { return a.begin < b.begin; });
    std::vector<incidents::TimeSpan> all;
    for (const incidents::TimeSpan& span : spans) {
        if (!all.empty() && span.begin <= all.back().end) {
            all.back().end = std::max(all.back().end, span.end);
        } else {
            all.push_back(span);
        }
    }
    return all;
}

}  // namespace

Result<DailyHours> parse_daily_hours(std::string_view text) {
    const std::size_t blank = text.find(' ');
    const std::size_t dash = blank == std::string_view::npos ? blank : text.find('-', blank);
    if (dash != std::string_view::npos) {
        const auto week_days = parse_days(text.substr(0, blank));
        const auto begin = parse_clock(text.substr(blank + 1, dash - blank - 1));
        const auto end = parse_clock(text.substr(dash + 1));
        if (week_days && begin && end && *begin < days{1}) {
            return DailyHours{*week_days, *begin, *end};
        }
    }
    return fail(Errc::malformed, "'" + std::string{text.substr(0, 60)} +
                                     "' is no time of the week; write \"mon-fri 08:00-18:00\", "
                                     "\"sat,sun 10:00-14:00\" or \"daily 00:00-24:00\"");
}

Result<std::vector<incidents::TimeSpan>> resolve_hours(const WeeklyHours& hours,
                                                       const incidents::TimeSpan& within) {
    const Result<Zone> zone = Zone::find(hours.zone);
    if (!zone) return fail(zone.error());
    std::vector<incidents::TimeSpan> spans;
    // A day early, for hours that go over midnight.
    auto day = std::chrono::floor<days>(zone->local_of(within.begin)) - days{1};
    const auto last = std::chrono::floor<days>(zone->local_of(within.end));
    for (; day <= last; day += days{1}) {
        const std::chrono::weekday week_day{day};
        for (const DailyHours& daily : hours.daily) {
            if ((daily.days >> (week_day.iso_encoding() - 1) & 1U) == 0) continue;
            const days later{daily.end > daily.begin ? 0 : 1};
            const TimePoint begin = zone->moment_of(day + daily.begin).at;
            const TimePoint end = zone->moment_of(day + later + daily.end).at;
            if (end <= within.begin || begin >= within.end || begin >= end) continue;
            spans.push_back({std::max(begin, within.begin), std::min(end, within.end)});
        }
    }
    return merged(std::move(spans));
}

}  // namespace foreshock::desk
