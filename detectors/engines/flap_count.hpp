#pragma once

#include <algorithm>
#include <vector>

#include "core/time.hpp"

namespace foreshock::detectors {

/// Tells a state that changes to and fro from one that changes: it flaps from `changes_max` changes
/// within the window on, until less than half of these are left in it.
///
/// Memory: 8 bytes for each of changes_max.
class FlapCount {
public:
    /// `changes_max` of 0 never flaps.
    FlapCount(std::size_t changes_max, Duration window)
        : changes_max_(changes_max), window_(window) {}

    void change(TimePoint at) {
        if (changes_max_ == 0) return;
        if (changes_.size() >= changes_max_) changes_.erase(changes_.begin());
        changes_.push_back(at);
    }

    /// To be asked as time goes on.
    bool is_flapping(TimePoint now) {
        const auto is_old = [&](TimePoint at) { return now - at > window_; };
        changes_.erase(changes_.begin(),
                       std::find_if_not(changes_.begin(), changes_.end(), is_old));
        if (changes_max_ > 0 && changes_.size() >= changes_max_) flaps_ = true;
        if (changes_.size() * 2 < changes_max_ || changes_max_ == 0) flaps_ = false;
        return flaps_;
    }

    [[nodiscard]] std::size_t changes() const { return changes_.size(); }

    void forget() {
        changes_.clear();
        flaps_ = false;
    }

private:
    std::size_t changes_max_;
    Duration window_;
    std::vector<TimePoint> changes_;
    bool flaps_ = false;
};

}  // namespace foreshock::detectors
