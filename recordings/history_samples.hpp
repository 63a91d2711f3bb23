#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/series.hpp"

namespace foreshock::recordings {

/// One value of a series.
struct HistoryPoint {
    TimePoint at;
    double value;
};

/// A series and some of its values, oldest first.
struct HistorySamples {
    SeriesKey key;
    std::vector<HistoryPoint> points;
};

/// The answer of /api/v1/hosts/{id}/series. malformed.
Result<std::vector<SeriesKey>> parse_series_list(std::string_view json);

/// The answer of /api/v1/hosts/{id}/samples: of each point the last value; those that are null are
/// left out, those out of order sorted. malformed.
Result<HistorySamples> parse_samples(std::string_view json);

/// Several of those answers, one per line or in one array: what was exported to a file. malformed
/// names the line.
Result<std::vector<HistorySamples>> parse_exported(std::string_view text);

}  // namespace foreshock::recordings
