#include "detectors/engines/leak_growth.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "detectors/engines/trend.hpp"

namespace foreshock::detectors {
namespace {

using Points = std::span<const Point>;

constexpr std::size_t points_min = 12;
constexpr double concordance_min = 0.8;
constexpr double growth_per_scatter = 8;
constexpr double jumps_share_max = 0.6;  // of the growth, in its three largest jumps
constexpr double slowing = 0.66;         // the last third's slope, of the first's and the whole's
constexpr double pausing = 0.4;          // any third's slope, of the whole's
constexpr double load_spread_min = 0.1;  // of the highest load: less explains nothing
constexpr double confidence_max = 0.9;

/// How much a floor rises per unit of load, by the median over all pairs; 0 when load is even.
double slope_by_load(std::span<const Floor> floors) {
    std::array<Point, line_points_max> by_load{};
    for (std::size_t i = 0; i < floors.size(); ++i)
        by_load[i] = {floors[i].load, floors[i].value};
    const std::span<Point> points{by_load.data(), floors.size()};
    std::sort(points.begin(), points.end(),
              [](const Point& a, const Point& b) { return a.at < b.at; });
    const double spread = points.back().at - points.front().at;
    if (!(spread > load_spread_min * std::abs(points.back().at))) return 0;
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i].at += static_cast<double>(i) * 1e-9 * spread;  // no two alike
    const auto line = fit_line(points);
    return line && line->slope_low > 0 ? line->slope : 0;
}

Points without_load(std::span<const Floor> floors, std::array<Point, line_points_max>& into) {
    const bool known = std::none_of(floors.begin(), floors.end(),
                                    [](const Floor& floor) { return std::isnan(floor.load); });
    const double per_load = known ? slope_by_load(floors) : 0;
    for (std::size_t i = 0; i < floors.size(); ++i) {
        const double extra = per_load == 0 ? 0 : per_load * (floors[i].load - floors[0].load);
        into[i] = {floors[i].at, floors[i].value - extra};
    }
    return {into.data(), floors.size()};
}

double slope_of(Points points) {
    const auto line = fit_line(points);
    return line ? line->slope : 0;
}

bool goes_on(Points points, double slope) {
    const std::size_t third = points.size() / 3;
    const double first = slope_of(points.first(third));
    const double middle = slope_of(points.subspan(third, third));
    const double last = slope_of(points.last(third));
    if (last < slowing * std::max(first, slope)) return false;
    return std::min(first, middle) >= pausing * slope;
}

double median_swing(std::span<const Floor> floors) {
    std::array<double, line_points_max> swings{};
    for (std::size_t i = 0; i < floors.size(); ++i)
        swings[i] = floors[i].swing;
    return median_of({swings.data(), floors.size()});
}

/// Certain when the interval of the slope is narrow.
double confidence_of(const Line& line) {
    const double width = (line.slope_high - line.slope_low) / line.slope;
    return std::clamp(confidence_max - width / 2, 0.3, confidence_max);
}

}  // namespace

std::optional<LeakGrowth> judge_leak(std::span<const Floor> floors, const LeakRules& rules) {
    if (floors.size() < points_min) return std::nullopt;
    std::array<Point, line_points_max> all{};
    const Points points = present_growth(without_load(floors, all), rules.seconds_min);
    if (points.size() < points_min) return std::nullopt;
    const Line line = *fit_line(points);
    const double began_at = points.front().at;
    const LeakGrowth growth{
        began_at,       line.value_at(began_at), line.value_at(0),     line.slope,
        line.slope_low, line.slope_high,         median_swing(floors), confidence_of(line)};
    const double enough = std::max({rules.growth_min, growth_per_scatter * line.scatter,
                                    rules.growth_ratio_min * std::abs(growth.began_level)});
    if (line.slope_low <= 0 || line.concordance < concordance_min) return std::nullopt;
    if (growth.seconds() < rules.seconds_min || growth.growth() < enough) return std::nullopt;
    if (share_of_jumps(points) > jumps_share_max) return std::nullopt;
    if (!goes_on(points, line.slope)) return std::nullopt;
    return growth;
}

std::optional<double> last_slope(std::span<const Floor> floors) {
    const std::size_t third = floors.size() / 3;
    if (third < 4) return std::nullopt;
    std::array<Point, line_points_max> points{};
    for (std::size_t i = 0; i < third; ++i) {
        const Floor& floor = floors[floors.size() - third + i];
        points[i] = {floor.at, floor.value};
    }
    return slope_of({points.data(), third});
}

}  // namespace foreshock::detectors
