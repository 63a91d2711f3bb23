#include "agent/tick_schedule.hpp"

namespace foreshock::agent {

TimePoint TickSchedule::next_after(TimePoint now) const {
    return TimePoint{(now.time_since_epoch() / interval_ + 1) * interval_};
}

void TickSchedule::ran(TimePoint now) {
    const std::int64_t number = now.time_since_epoch() / interval_;
    if (last_number_ != 0 && number > last_number_ + 1) {
        missed_ += static_cast<std::uint64_t>(number - last_number_ - 1);
    }
    last_number_ = number;
}

}  // namespace foreshock::agent
