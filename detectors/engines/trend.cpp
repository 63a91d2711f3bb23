#include "detectors/engines/trend.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

namespace foreshock::detectors {
namespace {

constexpr std::size_t points_min = 8;
constexpr double deep_fall = 0.35;       // of the growth: what lies before is another story
constexpr double knee_depth = 0.12;      // of the growth, below the chord
constexpr double jumps_share_max = 0.6;  // of the growth, in its three largest jumps
constexpr double visible_growth = 0.02;  // of the limit, for growths of up to ten minutes
constexpr double visible_seconds = 600;
constexpr double concordance_min = 0.7;
constexpr double growth_per_scatter = 5;
constexpr double part_slope_min = 0.45;  // of the whole slope, in every part
constexpr double pause_max = 0.1;        // of the growth's length
constexpr double plateau_margin = 0.15;  // of the first headroom, beyond the limit
constexpr double interval_min = 0.08;
constexpr double bend_min = 0.1;          // change of slope per third: widens the interval
constexpr double strong_bend_min = 0.25;  // and this moves the expected moment
constexpr double never = std::numeric_limits<double>::infinity();

using Points = std::span<const Point>;

struct Fall {
    double depth = 0;
    std::size_t trough = 0;
};

Fall deepest_fall(Points points) {
    Fall fall;
    double peak = points.front().value;
    for (std::size_t i = 0; i < points.size(); ++i) {
        peak = std::max(peak, points[i].value);
        if (peak - points[i].value > fall.depth) fall = {peak - points[i].value, i};
    }
    return fall;
}

/// The points after the last fall that is deep for the growth which follows it.
Points after_falls(Points points) {
    while (points.size() >= points_min) {
        const auto lowest =
            std::min_element(points.rbegin(), points.rend(),
                             [](const Point& a, const Point& b) { return a.value < b.value; });
        points = points.subspan(static_cast<std::size_t>(points.rend() - lowest) - 1);
        const Fall fall = deepest_fall(points);
        if (fall.depth <= deep_fall * (points.back().value - points.front().value)) break;
        points = points.subspan(fall.trough);
    }
    return points;
}

/// The point farthest below the chord from the first to the last, if it is far.
std::size_t knee(Points points) {
    const Point& first = points.front();
    const double rise = points.back().value - first.value;
    const double slope = rise / (points.back().at - first.at);
    std::size_t at = 0;
    double depth = knee_depth * rise;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const double below = first.value + slope * (points[i].at - first.at) - points[i].value;
        if (below > depth) {
            depth = below;
            at = i;
        }
    }
    return at;
}

}  // namespace

Points present_growth(Points points, double seconds_min) {
    points = after_falls(points);
    while (points.size() >= points_min) {
        const std::size_t bend = knee(points);
        const double seconds = points.back().at - points[bend].at;
        if (bend == 0 || points.size() - bend < points_min || seconds < seconds_min) break;
        points = points.subspan(bend);
    }
    return points;
}

double share_of_jumps(Points points) {
    std::array<double, line_points_max> jumps{};
    for (std::size_t i = 1; i < points.size(); ++i)
        jumps[i - 1] = points[i].value - points[i - 1].value;
    std::partial_sort(jumps.begin(), jumps.begin() + 3, jumps.end(), std::greater<>{});
    const double growth = points.back().value - points.front().value;
    return (jumps[0] + jumps[1] + jumps[2]) / std::max(growth, 1e-12);
}

namespace {

/// The middle point of the part-th of `parts` equal parts of the points.
Point middle_of(Points points, std::size_t part, std::size_t parts) {
    const std::size_t from = points.size() * part / parts;
    const std::size_t to = points.size() * (part + 1) / parts;
    std::array<double, line_points_max> values{};
    double at = 0;
    for (std::size_t i = from; i < to; ++i) {
        values[i - from] = points[i].value;
        at += points[i].at;
    }
    const std::size_t count = to - from;
    return {at / static_cast<double>(count), median_of({values.data(), count})};
}

double slope_between(const Point& a, const Point& b) {
    return (b.value - a.value) / (b.at - a.at);
}

/// Do all quarters grow at about the pace of the whole, and not in a few jumps?
bool is_steady(Points points, double slope) {
    if (share_of_jumps(points) > jumps_share_max) return false;
    Point last = middle_of(points, 0, 4);
    for (std::size_t quarter = 1; quarter < 4; ++quarter) {
        const Point next = middle_of(points, quarter, 4);
        if (slope_between(last, next) < part_slope_min * slope) return false;
        last = next;
    }
    return true;
}

/// How the growth bends: the slope's second third to third over its first to second, and how
/// much scatter alone could change that ratio.
struct Bend {
    double ratio = 1;
    double error = 0;
    double third_seconds = 0;
};

Bend bend_of(Points points, double scatter) {
    const Point a = middle_of(points, 0, 3);
    const Point b = middle_of(points, 1, 3);
    const Point c = middle_of(points, 2, 3);
    const double before = slope_between(a, b) * (b.at - a.at);
    const double after = slope_between(b, c) * (b.at - a.at);
    const double block_error = 1.25 * scatter / std::sqrt(static_cast<double>(points.size()) / 3);
    return {after / before, std::sqrt(6.0) * block_error / before, b.at - a.at};
}

/// How a growth goes on whose slope changes by `ratio` with each third: exponentially.
struct Course {
    double slope_now;
    double decay;  // per second; negative when it gets faster
};

Course course_of(const Trend& trend, const Bend& bend, double ratio) {
    const double decay = -std::log(std::clamp(ratio, 0.01, 20.0)) / bend.third_seconds;
    return {trend.recent_slope * std::exp(-decay * trend.seconds() / 4), decay};
}

/// Where it ends; infinite when it does not get slower.
double plateau(const Trend& trend, const Course& course) {
    return course.decay <= 0 ? never : trend.level + course.slope_now / course.decay;
}

/// Seconds until 0 is met.
double arrival(const Trend& trend, const Course& course) {
    const double headroom = std::max(0.0, -trend.level);
    const double straight = headroom / course.slope_now;
    if (std::abs(course.decay) * straight < 1e-6) return straight;
    const double left = 1 - course.decay * straight;
    return left <= 0 ? never : -std::log(left) / course.decay;
}

void set_arrival(Trend& trend, const Line& line, const Bend& bend, double slack_seconds) {
    const double straight = arrival(trend, {trend.slope, 0});
    const double recent = arrival(trend, {trend.recent_slope, 0});
    const double bending = std::abs(bend.ratio - 1);
    const bool may_bend = bending > std::max(bend_min, 2 * bend.error);
    const double bent = may_bend ? arrival(trend, course_of(trend, bend, bend.ratio)) : recent;
    std::array<double, 3> ways{straight, recent, bent};
    std::sort(ways.begin(), ways.end());
    const double spread = (line.slope_high - line.slope_low) / (2 * trend.slope);
    const double margin = std::clamp(0.7 * spread, interval_min, 0.5);
    const double slack = 2 * trend.scatter / trend.slope + slack_seconds;
    const bool bends = bending > std::max(strong_bend_min, 3 * bend.error);
    trend.expected = bends ? bent : (straight + recent) / 2;
    trend.earliest = std::max(0.0, ways.front() * (1 - margin) - slack);
    trend.latest = ways.back() * (1 + margin) + slack;
}

void set_confidence(Trend& trend, const Line& line, const TrendRules& rules) {
    const double order = (line.concordance - concordance_min) / (1 - concordance_min);
    const double width = (trend.latest - trend.earliest) / (2 * std::max(trend.expected, 1e-9));
    const double length = trend.seconds() / (trend.seconds() + 4 * rules.seconds_min);
    const double score = 0.3 + 0.25 * order + 0.2 * std::min(1.0, trend.consumed / 0.6) +
                         0.2 * (1 - std::min(1.0, width)) + 0.1 * length;
    trend.confidence = std::clamp(score, 0.05, 0.98);
}

std::optional<Line> recent_half(Points points) {
    return fit_line(
        points.last(std::min(points.size(), std::max<std::size_t>(points.size() / 2, 4))));
}

Trend measure(Points points, const Line& line) {
    Trend trend;
    trend.began_at = points.front().at;
    trend.began_level = line.value_at(points.front().at);
    trend.slope = line.slope;
    trend.scatter = line.scatter;
    trend.level = line.value_at(0);
    const auto half = recent_half(points);
    trend.recent_slope = half ? std::max(half->slope, 0.05 * line.slope) : line.slope;
    trend.consumed = trend.growth() / std::max(1e-12, -trend.began_level);
    return trend;
}

Verdict judge(Points points, const Trend& trend, const Line& line) {
    if (line.concordance < concordance_min || line.slope_low <= 0) return Verdict::noise;
    if (trend.growth() < growth_per_scatter * line.scatter) return Verdict::noise;
    if (!is_steady(points, line.slope)) return Verdict::unsteady;
    return Verdict::believed;
}

Verdict judge_future(const Trend& trend, const Bend& bend, const TrendRules& rules) {
    if (trend.seconds() < rules.seconds_min) return Verdict::too_short;
    if (trend.consumed < rules.headroom_consumed) return Verdict::too_small;
    const double visible = visible_growth * std::min(1.0, visible_seconds / trend.seconds());
    const double growth_min = std::max(rules.growth_min, visible * rules.limit);
    if (trend.growth() < growth_min) return Verdict::too_small;
    const double end = plateau(trend, course_of(trend, bend, bend.ratio - bend.error));
    return end < plateau_margin * -trend.began_level ? Verdict::levelling : Verdict::believed;
}

/// The last part of the line must be there in the newest value too.
bool has_stopped(const Trend& trend, double level_now) {
    const double lag = pause_max * trend.seconds() * trend.slope + 3 * trend.scatter;
    return level_now < trend.level - lag;
}

}  // namespace

std::optional<Trend> judge_trend(Points points, double level_now, const TrendRules& rules) {
    if (points.size() < points_min) return std::nullopt;
    points = present_growth(points, rules.seconds_min);
    const std::optional<Line> line = fit_line(points);
    if (!line || line->slope <= 0) return std::nullopt;
    Trend trend = measure(points, *line);
    trend.verdict = points.size() < points_min ? Verdict::too_few : judge(points, trend, *line);
    if (trend.verdict != Verdict::believed) return trend;
    const Bend bend = bend_of(points, line->scatter);
    trend.verdict =
        has_stopped(trend, level_now) ? Verdict::stopped : judge_future(trend, bend, rules);
    // A bent growth scatters around its line without being noisy: its second half tells better.
    const Line half = recent_half(points).value_or(*line);
    const double noise = std::min(half.scatter, line->scatter);
    trend.level = std::clamp(half.value_at(0), level_now - 3 * noise, level_now + 3 * noise);
    set_arrival(trend, *line, bend_of(points, noise), rules.slack_seconds);
    set_confidence(trend, *line, rules);
    return trend;
}

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::believed:
            return "believed";
        case Verdict::too_few:
            return "too_few";
        case Verdict::too_short:
            return "too_short";
        case Verdict::too_small:
            return "too_small";
        case Verdict::noise:
            return "noise";
        case Verdict::unsteady:
            return "unsteady";
        case Verdict::stopped:
            return "stopped";
        case Verdict::levelling:
            return "levelling";
    }
    return "noise";
}

}  // namespace foreshock::detectors
