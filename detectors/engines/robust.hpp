#pragma once

#include <optional>
#include <span>

namespace foreshock::detectors {

/// A moment in seconds (from any origin) and a value.
struct Point {
    double at = 0;
    double value = 0;
};

/// The middle value; the mean of the two middle ones. Reorders `values`, which must not be empty.
double median_of(std::span<double> values);

/// A straight line through points that outliers do not bend: slope is the median of the slopes of
/// all pairs, intercept the median of what is left.
/// Source: H. Theil 1950; P. K. Sen 1968 (slope and its interval); M. G. Kendall 1938 and
/// H. B. Mann 1945 (concordance, its variance n(n-1)(2n+5)/18).
struct Line {
    double slope = 0;      ///< per second
    double slope_low = 0;  ///< 95 % interval of the slope
    double slope_high = 0;
    double intercept = 0;    ///< value at time 0 of the points
    double scatter = 0;      ///< 1.4826 × median absolute residual: sigma of normal noise
    double concordance = 0;  ///< Kendall's tau, -1 to 1: 1 when every later point is higher

    [[nodiscard]] double value_at(double at) const { return intercept + slope * at; }
};

inline constexpr std::size_t line_points_max = 32;

/// Times must ascend. Nothing for fewer than 3 points; only the last line_points_max are used.
std::optional<Line> fit_line(std::span<const Point> points);

}  // namespace foreshock::detectors
