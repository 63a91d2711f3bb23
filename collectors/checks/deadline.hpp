#pragma once

#include <algorithm>

#include "core/time.hpp"

namespace foreshock::collectors {

/// How long something that waits may still wait.
class Deadline {
public:
    explicit Deadline(Duration from_now) : began_(Clock::now()), end_(began_ + from_now) {}

    /// For poll(2): never negative.
    [[nodiscard]] int left_ms() const {
        const auto left = std::chrono::duration_cast<Duration>(end_ - Clock::now());
        return static_cast<int>(std::max<Duration::rep>(left.count(), 0));
    }

    [[nodiscard]] bool has_passed() const { return Clock::now() >= end_; }

    [[nodiscard]] double elapsed_seconds() const {
        return std::chrono::duration<double>(Clock::now() - began_).count();
    }

private:
    using Clock = std::chrono::steady_clock;

    Clock::time_point began_;
    Clock::time_point end_;
};

}  // namespace foreshock::collectors
