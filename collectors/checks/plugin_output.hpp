#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace foreshock::collectors {

// What a Nagios plugin prints (https://www.monitoring-plugins.org/doc/guidelines.html).

/// "[@]start:end": alerts when a value is outside, with '@' when it is inside, ends included.
struct AlertRange {
    double start = 0;  ///< "~" is minus infinity
    double end = std::numeric_limits<double>::infinity();
    bool alerts_inside = false;

    [[nodiscard]] bool alerts(double value) const {
        const bool inside = value >= start && value <= end;
        return inside == alerts_inside;
    }

    /// The most that a value may be, when there is such a bound.
    [[nodiscard]] std::optional<double> upper_bound() const;
};

/// None when the text is no range.
std::optional<AlertRange> parse_alert_range(std::string_view text);

/// 'label'=value[UOM];[warn];[crit];[min];[max]. Times are in seconds and sizes in bytes, of 1024.
struct PerformanceValue {
    std::string label;
    double value = 0;
    std::string_view unit;  ///< "s", "B", "%", "c" or empty, with static lifetime
    std::optional<AlertRange> warning;
    std::optional<AlertRange> critical;
    std::optional<double> minimum;
    std::optional<double> maximum;
};

struct PluginOutput {
    std::string line;                      ///< the first line, without performance data
    std::vector<PerformanceValue> values;  ///< at most values_max, labels unique
    std::size_t malformed = 0;             ///< performance data that are none
    std::size_t left_out = 0;              ///< beyond values_max, doubled, or unknown ("U")

    static constexpr std::size_t values_max = 64;
    static constexpr std::size_t label_bytes_max = 128;
    static constexpr std::size_t line_bytes_max = 512;
};

/// Reads all of it; whatever it is, something comes out. Performance data stand behind the '|' of
/// the first line and behind the first '|' of the lines that follow.
PluginOutput parse_plugin_output(std::string_view text);

}  // namespace foreshock::collectors
