#include "detectors/engines/robust.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace foreshock::detectors {
namespace {

constexpr std::size_t pairs_max = line_points_max * (line_points_max - 1) / 2;
constexpr double normal_95 = 1.96;
constexpr double sigma_per_mad = 1.4826;

/// The slopes of all pairs, and how many rise more than fall.
struct PairSlopes {
    std::array<double, pairs_max> values{};
    std::size_t size = 0;
    double rising_surplus = 0;
};

void collect(std::span<const Point> points, PairSlopes& slopes) {
    for (std::size_t i = 0; i < points.size(); ++i) {
        for (std::size_t j = i + 1; j < points.size(); ++j) {
            const double rise = points[j].value - points[i].value;
            slopes.values[slopes.size++] = rise / (points[j].at - points[i].at);
            slopes.rising_surplus += rise > 0 ? 1 : rise < 0 ? -1 : 0;
        }
    }
}

double value_at_rank(std::span<double> values, double rank) {
    const double last = static_cast<double>(values.size() - 1);
    const auto nth = static_cast<std::ptrdiff_t>(std::clamp(std::round(rank), 0.0, last));
    std::nth_element(values.begin(), values.begin() + nth, values.end());
    return values[static_cast<std::size_t>(nth)];
}

void set_slopes(std::span<const Point> points, Line& line) {
    PairSlopes slopes;
    collect(points, slopes);
    const std::span<double> values{slopes.values.data(), slopes.size};
    const double n = static_cast<double>(points.size());
    const double pairs = static_cast<double>(values.size());
    const double half_width = normal_95 * std::sqrt(n * (n - 1) * (2 * n + 5) / 18);
    line.slope = median_of(values);
    line.slope_low = value_at_rank(values, (pairs - half_width) / 2 - 1);
    line.slope_high = value_at_rank(values, (pairs + half_width) / 2);
    line.concordance = slopes.rising_surplus / pairs;
}

void set_level(std::span<const Point> points, Line& line) {
    std::array<double, line_points_max> left{};
    const std::span<double> residuals{left.data(), points.size()};
    for (std::size_t i = 0; i < points.size(); ++i)
        residuals[i] = points[i].value - line.slope * points[i].at;
    line.intercept = median_of(residuals);
    for (double& residual : residuals)
        residual = std::abs(residual - line.intercept);
    line.scatter = sigma_per_mad * median_of(residuals);
}

}  // namespace

double median_of(std::span<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

std::optional<Line> fit_line(std::span<const Point> points) {
    if (points.size() < 3) return std::nullopt;
    if (points.size() > line_points_max) points = points.last(line_points_max);
    Line line;
    set_slopes(points, line);
    set_level(points, line);
    return line;
}

}  // namespace foreshock::detectors
