#pragma once

#include "core/time.hpp"

namespace foreshock {

/// The time, handed in. Only main makes a real one; tests hand in a clock that they move.
/// Implementations may be asked from any thread.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual TimePoint now() const = 0;
};

/// Wall time at construction plus the time since, sleep of the host included: no step of the
/// system's clock stretches or shrinks a window. `wall_offset` tells how far that clock has moved
/// away.
class AnchoredClock final : public Clock {
public:
    AnchoredClock();
    [[nodiscard]] TimePoint now() const override;

    /// System clock minus this clock: positive when the system's clock was set forward.
    [[nodiscard]] Duration wall_offset() const;

private:
    TimePoint wall_at_start_;
    std::chrono::steady_clock::time_point steady_at_start_;
};

/// The system's wall clock, for programs whose times people compare with other systems' logs.
class SystemClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override;
};

}  // namespace foreshock
