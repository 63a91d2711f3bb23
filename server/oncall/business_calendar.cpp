#include "server/oncall/business_calendar.hpp"

#include <algorithm>

namespace foreshock::oncall {

using incidents::TimeSpan;

namespace {

constexpr Duration stride = std::chrono::hours{24 * 10};

/// What is left of the spans without the hole.
std::vector<TimeSpan> without(const std::vector<TimeSpan>& spans, const TimeSpan& hole) {
    std::vector<TimeSpan> left;
    for (const TimeSpan& span : spans) {
        if (span.end <= hole.begin || span.begin >= hole.end) {
            left.push_back(span);
            continue;
        }
        if (span.begin < hole.begin) left.push_back({span.begin, hole.begin});
        if (span.end > hole.end) left.push_back({hole.end, span.end});
    }
    return left;
}

}  // namespace

Result<BusinessCalendar> BusinessCalendar::make(std::string name, desk::WeeklyHours hours,
                                                std::vector<Holiday> holidays) {
    Result<desk::Zone> zone = desk::Zone::find(hours.zone);
    if (!zone) return fail(std::move(zone).error());
    if (hours.daily.empty()) {
        return fail(Errc::invalid, "hours: say when it is open, such as \"mon-fri 08:00-17:00\"");
    }
    if (holidays.size() > holidays_max) {
        return fail(Errc::invalid,
                    "holidays: at most " + std::to_string(holidays_max) + " of them");
    }
    return BusinessCalendar{std::move(name), std::move(hours), std::move(*zone),
                            std::move(holidays)};
}

std::vector<TimeSpan> BusinessCalendar::open_spans(TimePoint begin, TimePoint end) const {
    if (begin >= end) return {};
    // The zone was found when this was made.
    std::vector<TimeSpan> spans =
        desk::resolve_hours(hours_, {begin, end}).value_or(std::vector<TimeSpan>{});
    for (const Holiday& holiday : holidays_) {
        const TimeSpan hole{zone_.moment_of(holiday.day).at,
                            zone_.moment_of(holiday.day + std::chrono::days{1}).at};
        if (hole.end <= begin || hole.begin >= end) continue;
        spans = without(spans, hole);
    }
    return spans;
}

bool BusinessCalendar::is_open(TimePoint at) const {
    return !open_spans(at, at + Duration{1}).empty();
}

Duration BusinessCalendar::open_time(TimePoint begin, TimePoint end) const {
    Duration sum{0};
    for (const TimeSpan& span : open_spans(begin, end))
        sum += span.end - span.begin;
    return sum;
}

TimePoint BusinessCalendar::after(TimePoint begin, Duration span) const {
    Duration left = std::max(span, Duration{0});
    for (TimePoint from = begin; from < begin + search_max; from += stride) {
        for (const TimeSpan& open : open_spans(from, from + stride)) {
            const Duration length = open.end - open.begin;
            if (length >= left) return open.begin + left;
            left -= length;
        }
    }
    return begin + search_max;
}

Result<Holiday> parse_holiday(std::string_view text) {
    const Result<std::chrono::local_days> day = desk::parse_local_date(text.substr(0, 10));
    if (!day) return fail(day.error());
    if (text.size() > 10 && text[10] != ' ') {
        return fail(Errc::malformed, "'" + std::string{text.substr(0, 60)} +
                                         "': write a date, a blank and a name, such as "
                                         "\"2026-12-31 New Year's Eve\"");
    }
    return Holiday{*day, std::string{text.size() > 11 ? text.substr(11) : ""}};
}

}  // namespace foreshock::oncall
