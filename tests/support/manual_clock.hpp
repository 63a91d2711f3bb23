#pragma once

#include <atomic>

#include "core/clock.hpp"

namespace foreshock::test {

/// A clock that stands still until it is moved.
class ManualClock final : public Clock {
public:
    explicit ManualClock(TimePoint start = from_unix_ms(1'790'000'000'000)) : now_(start) {}

    [[nodiscard]] TimePoint now() const override { return now_; }

    void advance(Duration by) { now_ = now_.load() + by; }

    void set(TimePoint at) { now_ = at; }

private:
    std::atomic<TimePoint> now_;
};

}  // namespace foreshock::test
