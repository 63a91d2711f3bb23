#pragma once

#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace foreshock::formats {

/// Takes the time off the front of a line, with the blanks behind it; none, and nothing taken,
/// when there is none. Read are
///   "Nov 25 19:48:38"                    RFC 3164 §4.1.2: local time, of the year nearest to `now`
///   "2026-11-25T19:48:38.123456+01:00"   RFC 3339 and ISO 8601, with or without fraction and zone,
///   "2026-11-25 19:48:38,123"            with a blank for the T,
///   "2026/11/25 19:48:38"                or with slashes, as nginx writes it
/// also in brackets. Without a zone it is local time: `utc_offset` ahead of UTC.
std::optional<TimePoint> take_line_time(std::string_view& line, TimePoint now, Duration utc_offset);

/// How far the host's local time is ahead of UTC at that moment (TZ, /etc/localtime).
Duration local_utc_offset(TimePoint at);

}  // namespace foreshock::formats
