#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

namespace foreshock::collectors {

/// Notices that something of one or several processes (a server and its workers) was started anew:
/// all that live now are younger than any that was known before. Workers that are replaced while
/// their server lives on, and a successor that takes over before the old one ends, are no restart.
/// Each look is a series of see() and one end_look().
class RestartWatch {
public:
    /// One of its processes lives; start time as in /proc/PID/stat.
    void see(std::uint64_t start_ticks) {
        oldest_ = std::min(oldest_.value_or(start_ticks), start_ticks);
        youngest_ = std::max(youngest_.value_or(start_ticks), start_ticks);
    }

    /// True when it was started anew since it was last seen alive.
    bool end_look() {
        const bool restarted = known_ && oldest_ && *oldest_ > *known_;
        if (youngest_) known_ = restarted ? *youngest_ : std::max(known_.value_or(0), *youngest_);
        oldest_.reset();
        youngest_.reset();
        return restarted;
    }

    [[nodiscard]] bool was_seen() const { return known_.has_value(); }

private:
    std::optional<std::uint64_t> oldest_;    ///< of this look
    std::optional<std::uint64_t> youngest_;  ///< of this look
    std::optional<std::uint64_t> known_;     ///< the youngest of all looks since the last restart
};

}  // namespace foreshock::collectors
