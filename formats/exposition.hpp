#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

#include "core/labels.hpp"
#include "core/time.hpp"

namespace foreshock::formats {

// Prometheus' text format 0.0.4 and OpenMetrics 1.0
// (https://prometheus.io/docs/instrumenting/exposition_formats/, RFC-style specification at
// https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md).

/// One line "name{labels} value [time]": histograms and summaries are their plain series. Exemplars
/// are left out. The views point into the page.
struct ExposedSample {
    std::string_view name;    ///< [a-zA-Z_:][a-zA-Z0-9_:]*
    std::string_view labels;  ///< between the braces, as written; empty when there are none
    double value = 0;         ///< finite

    /// When it was so, where the line says. The text format writes milliseconds, OpenMetrics
    /// seconds: numbers beyond the year 5138 in seconds are milliseconds.
    std::optional<TimePoint> at;
};

/// What a page had.
struct ExposedCounts {
    std::size_t samples = 0;     ///< handed out
    std::size_t not_finite = 0;  ///< NaN and infinities: left out
    std::size_t malformed = 0;   ///< lines that are none of the format: left out
    bool has_end = false;        ///< OpenMetrics' "# EOF" was seen; nothing behind it is read
};

/// Lines longer than this are malformed, as are names longer than that.
inline constexpr std::size_t exposed_line_bytes_max = 16 << 10;
inline constexpr std::size_t exposed_name_bytes_max = 256;

/// Reads a page in one pass without copies, giving each sample to `take`.
ExposedCounts read_exposition(std::string_view page,
                              const std::function<void(const ExposedSample&)>& take);

/// The labels of a sample, with their escapes (\\, \", \n) resolved, values cut to what Labels
/// hold; a label called `target` becomes `exported_target`. malformed; too_large: more labels than
/// Labels hold beside `target`.
Result<std::vector<Labels::Pair>> parse_exposed_labels(std::string_view labels);

/// Is the name like one of the patterns? A star is any text, a question mark any one character:
/// "pg_stat_*". No patterns match everything.
bool matches_any(std::string_view name, const std::vector<std::string>& globs);

}  // namespace foreshock::formats
