#include "server/reports/sender_budget.hpp"

namespace foreshock::reports {

bool SenderBudget::take(std::string_view sender, TimePoint now) {
    auto found = taken_.find(sender);
    if (found == taken_.end()) {
        if (taken_.size() >= senders_max) forget_quiet(now);
        if (taken_.size() >= senders_max || times_ == 0) return ++refused_, false;
        found = taken_.emplace(sender, std::deque<TimePoint>{}).first;
    }
    std::deque<TimePoint>& times = found->second;
    while (!times.empty() && now - times.front() >= span_)
        times.pop_front();
    if (times.size() >= times_) return ++refused_, false;
    times.push_back(now);
    return true;
}

TimePoint SenderBudget::next_at(std::string_view sender, TimePoint now) const {
    const auto found = taken_.find(sender);
    if (found == taken_.end() || found->second.size() < times_) return now;
    return std::max(now, found->second.front() + span_);
}

void SenderBudget::forget_quiet(TimePoint now) {
    std::erase_if(taken_, [&](const auto& one) {
        return one.second.empty() || now - one.second.back() >= span_;
    });
}

}  // namespace foreshock::reports
