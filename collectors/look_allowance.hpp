#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "core/time.hpp"

namespace foreshock::collectors {

/// How many looks one step of a search may take, so that a host with very many things makes the
/// rounds longer and not the steps: so many for each second since the step before.
class LookAllowance {
public:
    /// A step after a long pause is granted no more than so many seconds' worth.
    static constexpr double seconds_max = 10;

    explicit LookAllowance(double per_second) : per_second_(per_second) {}

    /// Grants one second's worth at first and when time stood still or went back.
    std::size_t grant(TimePoint now) {
        const double passed = last_ && now > *last_ ? to_seconds(now - *last_) : 1;
        last_ = now;
        return static_cast<std::size_t>(std::ceil(per_second_ * std::min(passed, seconds_max)));
    }

private:
    double per_second_;
    std::optional<TimePoint> last_;
};

}  // namespace foreshock::collectors
