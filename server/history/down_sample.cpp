#include "server/history/down_sample.hpp"

#include <algorithm>

namespace foreshock::history {
namespace {

void order(std::vector<TimedValue>& samples) {
    const auto earlier = [](const TimedValue& a, const TimedValue& b) { return a.at < b.at; };
    if (!std::is_sorted(samples.begin(), samples.end(), earlier)) {
        std::stable_sort(samples.begin(), samples.end(), earlier);
    }
    // From behind, so that the newest of equal times is the one that stays.
    const auto kept =
        std::unique(samples.rbegin(), samples.rend(),
                    [](const TimedValue& a, const TimedValue& b) { return a.at == b.at; });
    samples.erase(samples.begin(), kept.base());
}

void widen(Point& point, const TimedValue& sample) {
    point.at = sample.at;
    point.last = sample.value;
    point.min = std::min(point.min, sample.value);
    point.max = std::max(point.max, sample.value);
}

}  // namespace

std::vector<Point> down_sample(std::vector<TimedValue> samples, std::size_t points_max) {
    order(samples);
    std::vector<Point> points;
    if (samples.empty()) return points;
    const bool every_one = samples.size() <= points_max;
    const double span = to_seconds(samples.back().at - samples.front().at + Duration{1});
    const double spans_per_second =
        static_cast<double>(std::max<std::size_t>(points_max, 1)) / span;
    std::size_t current = 0;
    for (const TimedValue& sample : samples) {
        const auto bucket =
            static_cast<std::size_t>(to_seconds(sample.at - samples.front().at) * spans_per_second);
        if (every_one || points.empty() || bucket != current) {
            points.push_back({sample.at, sample.value, sample.value, sample.value});
        } else {
            widen(points.back(), sample);
        }
        current = bucket;
    }
    return points;
}

}  // namespace foreshock::history
