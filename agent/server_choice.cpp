#include "agent/server_choice.hpp"

#include <algorithm>

namespace foreshock::agent {

ServerChoice::Attempt ServerChoice::next(TimePoint now, bool may_probe) const {
    const bool probes = may_probe && chosen_ != 0 && now >= probe_at_ && now >= not_before_[0];
    return probes ? Attempt{0, true} : Attempt{chosen_, false};
}

void ServerChoice::succeeded(Attempt attempt, TimePoint now) {
    not_before_[attempt.server] = TimePoint::min();
    if (attempt.is_probe) probe_succeeded(now);
}

void ServerChoice::probe_succeeded(TimePoint now) {
    if (!well_since_) well_since_ = now;
    probe_wait_ = probe_every;
    probe_at_ = now + probe_wait_;
    if (now - *well_since_ < well_for) return;
    chosen_ = 0;
    well_since_.reset();
}

void ServerChoice::failed(Attempt attempt, TimePoint now, std::optional<Duration> retry_after) {
    if (retry_after) not_before_[attempt.server] = now + *retry_after;
    if (attempt.server == 0) {
        well_since_.reset();
        probe_wait_ = attempt.is_probe ? std::min(probe_wait_ * 2, probe_wait_max) : probe_every;
        probe_at_ = now + probe_wait_;
    }
    if (!attempt.is_probe) chosen_ = (chosen_ + 1) % count();
}

}  // namespace foreshock::agent
