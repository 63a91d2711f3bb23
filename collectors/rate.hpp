#pragma once

#include <cstdint>
#include <optional>

#include "core/time.hpp"

namespace foreshock::collectors {

/// How much a counter grew since it was last asked. None at first and when it went backwards: its
/// source restarted, and no number would be true.
class Increase {
public:
    std::optional<double> to(std::uint64_t value) {
        const bool known = known_ && value >= last_;
        const double grown = known ? static_cast<double>(value - last_) : 0;
        last_ = value;
        known_ = true;
        return known ? std::optional<double>{grown} : std::nullopt;
    }

private:
    std::uint64_t last_ = 0;
    bool known_ = false;
};

/// The seconds between one reading and the next.
class Interval {
public:
    /// Seconds since the last call; 0 at the first one and when time stood still or went back.
    double to(TimePoint now) {
        const double seconds = last_ && now > *last_ ? to_seconds(now - *last_) : 0;
        last_ = now;
        return seconds;
    }

private:
    std::optional<TimePoint> last_;
};

/// One thing per another: none when there is no increase or nothing to spread it over.
inline std::optional<double> ratio(std::optional<double> increase, double over) {
    if (!increase || over <= 0) return std::nullopt;
    return *increase / over;
}

inline std::optional<double> per_second(std::optional<double> increase, double seconds) {
    return ratio(increase, seconds);
}

/// A share of something: cut to 0..1, because the kernel's clock and ours tick apart.
inline double as_share(double value) {
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

}  // namespace foreshock::collectors
