#include "core/clock.hpp"

namespace foreshock {
namespace {

TimePoint wall_now() {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

}  // namespace

AnchoredClock::AnchoredClock()
    : wall_at_start_(wall_now()), steady_at_start_(std::chrono::steady_clock::now()) {}

TimePoint AnchoredClock::now() const {
    const auto since = std::chrono::steady_clock::now() - steady_at_start_;
    return wall_at_start_ + std::chrono::duration_cast<Duration>(since);
}

Duration AnchoredClock::wall_offset() const {
    return wall_now() - now();
}

TimePoint SystemClock::now() const {
    return wall_now();
}

}  // namespace foreshock
