#pragma once

#include <optional>
#include <string_view>

namespace foreshock::collectors {

// StatsD's lines (https://github.com/statsd/statsd/blob/master/docs/metric_types.md), with the
// tags that DogStatsD adds: "page.views:1|c|@0.1|#env:prod". Tags are read over. Its histograms and
// distributions have no unit, and are not read.

enum class StatsdType { counter, gauge, timer, set };  // c, g, ms, s

struct StatsdLine {
    std::string_view name;  ///< into the line; without blanks, at most statsd_name_bytes_max
    StatsdType type = StatsdType::counter;
    double value = 0;            ///< finite; 0 for a set
    std::string_view member;     ///< of a set: what was seen
    double sample_rate = 1;      ///< above 0, at most 1
    bool is_difference = false;  ///< a gauge with a sign: it moves by that much
};

inline constexpr std::size_t statsd_name_bytes_max = 128;

/// One line without its end; none when it is not of the format.
std::optional<StatsdLine> parse_statsd_line(std::string_view line);

}  // namespace foreshock::collectors
