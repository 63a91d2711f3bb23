#include "agent/connection_motion.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::agent {
namespace {

std::uint64_t opened_of(const collectors::ProtocolCounters& counters) {
    return counters.tcp_active_opens + counters.tcp_passive_opens;
}

double per_second(std::uint64_t before, std::uint64_t after, Duration passed) {
    const double seconds = std::max(1.0, to_seconds(passed));
    return static_cast<double>(after - std::min(before, after)) / seconds;
}

}  // namespace

void ConnectionMotion::read(TimePoint now, const collectors::ProtocolCounters& counters) {
    const std::uint64_t opened = opened_of(counters);
    const double rate = base_ ? per_second(base_->opened, opened, now - base_->at) : 0;
    base_ = {now, counters.tcp_established, opened, counters.tcp_retransmitted_segments, rate};
}

bool ConnectionMotion::has_moved(TimePoint now,
                                 const collectors::ProtocolCounters& counters) const {
    if (!base_) return true;
    if (counters.tcp_retransmitted_segments >= base_->segments_again + segments_again_min)
        return true;
    const auto open = static_cast<double>(base_->open);
    const double change = std::abs(static_cast<double>(counters.tcp_established) - open);
    if (change >= std::max<double>(open_change_min, open * open_change_part)) return true;
    const double rate = per_second(base_->opened, opened_of(counters), now - base_->at);
    const double before = base_->opened_per_second;
    return rate >= before + std::max(opened_per_second_min, before * opened_part);
}

}  // namespace foreshock::agent
