#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace foreshock {

/// All spans are milliseconds: fine enough for a tick, wide enough for centuries.
using Duration = std::chrono::milliseconds;

/// A moment in UTC.
using TimePoint = std::chrono::sys_time<Duration>;

/// Milliseconds since 1970-01-01T00:00:00Z, as stored and sent.
constexpr std::int64_t to_unix_ms(TimePoint at) {
    return at.time_since_epoch().count();
}

constexpr TimePoint from_unix_ms(std::int64_t ms) {
    return TimePoint{Duration{ms}};
}

constexpr double to_seconds(Duration span) {
    return static_cast<double>(span.count()) / 1000.0;
}

/// The nearest millisecond; not-a-number and what lies beyond ±100 years are cut to that range.
Duration from_seconds(double seconds);

/// RFC 3339 in UTC with milliseconds: "2026-11-23T22:57:00.123Z".
std::string format_rfc3339(TimePoint at);

/// Reads RFC 3339, with any offset and any number of fractional digits. malformed otherwise.
Result<TimePoint> parse_rfc3339(std::string_view text);

/// Reads "250ms", "30s", "5m", "2h", "7d", "2w"; sums such as "1h30m". A bare number is malformed:
/// the unit is not ours to guess. Never negative, at most 100 years.
Result<Duration> parse_duration(std::string_view text);

/// For configuration and logs, exactly readable again: "1h30m", "250ms", "0s".
std::string format_duration(Duration span);

/// For people: two significant parts at most, "9 min", "1 h 52 min", "3 d 4 h", "under 1 s".
std::string describe_duration(Duration span);

}  // namespace foreshock
