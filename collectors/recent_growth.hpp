#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "core/time.hpp"

namespace foreshock::collectors {

/// How far a level lies above its lowest of the last ten minutes: what was taken in that time, also
/// when it was taken at once.
class RecentGrowth {
public:
    static constexpr Duration slot = std::chrono::minutes{1};
    static constexpr std::size_t slots = 10;

    double to(TimePoint now, double value) {
        const std::int64_t minute = now.time_since_epoch() / slot;
        if (minute < last_) lows_.fill(none);
        const std::int64_t passed = std::min<std::int64_t>(minute - last_, slots);
        for (std::int64_t back = 0; back < passed; ++back)
            at(minute - back) = none;
        last_ = minute;
        at(minute) = std::min(at(minute), value);
        return value - *std::min_element(lows_.begin(), lows_.end());
    }

private:
    static constexpr double none = std::numeric_limits<double>::infinity();

    double& at(std::int64_t minute) { return lows_[static_cast<std::size_t>(minute) % slots]; }

    std::array<double, slots> lows_ = filled();
    std::int64_t last_ = 0;

    static std::array<double, slots> filled() {
        std::array<double, slots> lows{};
        lows.fill(none);
        return lows;
    }
};

}  // namespace foreshock::collectors
