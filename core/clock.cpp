#include "core/clock.hpp"

#include <ctime>

namespace foreshock {
namespace {

TimePoint wall_now() {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

/// CLOCK_BOOTTIME: unlike the standard library's steady clock it goes on while the host sleeps.
std::chrono::steady_clock::time_point since_boot() {
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return std::chrono::steady_clock::time_point{std::chrono::seconds{now.tv_sec} +
                                                 std::chrono::nanoseconds{now.tv_nsec}};
}

}  // namespace

AnchoredClock::AnchoredClock() : wall_at_start_(wall_now()), steady_at_start_(since_boot()) {}

TimePoint AnchoredClock::now() const {
    const auto since = since_boot() - steady_at_start_;
    return wall_at_start_ + std::chrono::duration_cast<Duration>(since);
}

Duration AnchoredClock::wall_offset() const {
    return wall_now() - now();
}

TimePoint SystemClock::now() const {
    return wall_now();
}

}  // namespace foreshock
