#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace foreshock::detectors {

inline constexpr std::size_t csv_columns_max = 2000;
inline constexpr std::size_t csv_line_bytes_max = 1 << 20;

/// The cells of one line (RFC 4180): "…" around cells with commas, "" for a quote inside.
/// malformed on an open quote; too_large beyond csv_columns_max. A line end is cut off.
Result<std::vector<std::string>> parse_csv_line(std::string_view line);

/// Reads RFC 3339, "2026-11-23 22:57:00[.5]" (as UTC), or Unix seconds with a fraction; numbers
/// beyond the year 5138 in seconds are Unix milliseconds.
Result<TimePoint> parse_csv_time(std::string_view text);

/// A number, or nothing for an empty cell and for NaN, null, none and - in any case of letters.
/// malformed otherwise.
Result<std::optional<double>> parse_csv_number(std::string_view text);

}  // namespace foreshock::detectors
