#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "core/time.hpp"

namespace foreshock::collectors {

/// Spreads a search over many things (processes, cgroups) evenly over ten seconds or another time,
/// so that no tick costs much more than the others, and a short one is not begun again before they
/// are over.
class PacedRound {
public:
    /// The most that one step looks at, even when all is wanted at once or steps come seldom: then
    /// a round takes longer.
    static constexpr std::size_t step_max = 4096;

    explicit PacedRound(double round_seconds = 10) : round_seconds_(round_seconds) {}

    /// Is it time for the next round? The first one is due at once.
    [[nodiscard]] bool is_due(TimePoint now) const {
        return !begun_ || now < *begun_ || to_seconds(now - *begun_) >= round_seconds_;
    }

    void begin(TimePoint now) { begun_ = now; }

    /// How many of `total` things must have been looked at by now.
    [[nodiscard]] std::size_t goal_of(std::size_t total, TimePoint now) const {
        const double seconds = begun_ && now > *begun_ ? to_seconds(now - *begun_) : 0;
        // A tick that comes right at the beginning does its part as well.
        const double part = std::ceil(static_cast<double>(total) * (seconds + 1) / round_seconds_);
        return std::min(total, static_cast<std::size_t>(part));
    }

private:
    double round_seconds_;
    std::optional<TimePoint> begun_;
};

}  // namespace foreshock::collectors
