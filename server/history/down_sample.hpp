#pragma once

#include <vector>

#include "server/history/history.hpp"

namespace foreshock::history {

struct TimedValue {
    TimePoint at;
    double value;
};

/// At most `points_max` points of equal spans, in order of time; no peak and no dip is lost.
/// When there are no more samples than that, each becomes one point. Samples may come in any
/// order; of two with the same time the later in the list counts.
std::vector<Point> down_sample(std::vector<TimedValue> samples, std::size_t points_max);

}  // namespace foreshock::history
