#pragma once

#include <cstdint>

#include "core/time.hpp"

namespace foreshock::agent {

/// When ticks are due: at whole multiples of the interval since 1970, so that all agents of a
/// fleet look at the same moments and no tick drifts. Pure.
class TickSchedule {
public:
    explicit TickSchedule(Duration interval) : interval_(interval) {}

    /// The next moment that is due, strictly after `now`.
    [[nodiscard]] TimePoint next_after(TimePoint now) const;

    /// A tick has run at `now`. Ticks that were due since the last one and have not run are
    /// counted as missed: they are not made up for.
    void ran(TimePoint now);

    [[nodiscard]] std::uint64_t missed() const { return missed_; }

private:
    Duration interval_;
    std::int64_t last_number_ = 0;
    std::uint64_t missed_ = 0;
};

}  // namespace foreshock::agent
