#include "collectors/load_surplus.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::collectors {

void LoadSurplus::see(TimePoint now, const Reading& reading) {
    if (seen_ && now < *seen_) *this = {};
    count_running(now, reading.running > 0 ? reading.running - 1 : 0);
    surplus_ = reading.one_minute - running_mean_;
    lowest_surplus_ = std::min(lowest_surplus_, surplus_);
    if (reading.disk_waiters == 0) disk_waiters_since_.reset();
    if (reading.disk_waiters > 0 && !disk_waiters_since_) disk_waiters_since_ = now;
    asks_ = reading.one_minute >= surplus_min && has_reason(now);
}

void LoadSurplus::count_running(TimePoint now, std::uint64_t others) {
    const double passed = seen_ ? to_seconds(now - *seen_) : 0;
    const double weight = seen_ ? 1 - std::exp(-passed / time_constant_seconds) : 1;
    const double off = static_cast<double>(others) - running_mean_;
    running_mean_ += weight * off;
    running_variance_ = (1 - weight) * (running_variance_ + weight * off * off);
    seen_ = now;
}

bool LoadSurplus::has_reason(TimePoint now) const {
    if (!looked_ || now - *looked_ >= look_trusted_for) return true;
    const double noise = deviations_min * std::sqrt(running_variance_);
    if (surplus_ - lowest_surplus_ >= std::max(surplus_min, noise)) return true;
    return disk_waiters_since_ && now - *disk_waiters_since_ >= disk_waiters_for;
}

void LoadSurplus::looked() {
    looked_ = seen_;
    lowest_surplus_ = surplus_;
}

}  // namespace foreshock::collectors
