#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "core/time.hpp"

namespace foreshock::collectors {

/// Notices that something of one or several processes (a server and its workers) was started anew:
/// all that live now are younger than any that was known before. Workers that are replaced while
/// their server lives on, and a successor that takes over before the old one ends, are no restart.
/// Each look is a series of see() and one end_look().
class RestartWatch {
public:
    static constexpr Duration recent_for = std::chrono::minutes{10};
    static constexpr Duration calm_min = std::chrono::seconds{30};
    static constexpr std::size_t recent_max = 16;
    static constexpr std::size_t gaps_compared = 3;

    /// One of its processes lives; start time as in /proc/PID/stat.
    void see(std::uint64_t start_ticks) {
        oldest_ = std::min(oldest_.value_or(start_ticks), start_ticks);
        youngest_ = std::max(youngest_.value_or(start_ticks), start_ticks);
    }

    /// True when it was started anew since it was last seen alive.
    bool end_look() {
        const bool restarted = known_ && oldest_ && *oldest_ > *known_;
        lives_ = youngest_.has_value();
        if (youngest_) known_ = restarted ? *youngest_ : std::max(known_.value_or(0), *youngest_);
        oldest_.reset();
        youngest_.reset();
        return restarted;
    }

    /// The same, and it is remembered when it was.
    bool end_look(TimePoint now) {
        const bool restarted = end_look();
        if (restarted) recent_[restarts_++ % recent_max] = now;
        return restarted;
    }

    /// Restarts in the `recent_for` before now, of the last `recent_max`; none any more when it
    /// lives and has done so for `calm_min` and twice as long as between any two of the last ones:
    /// what crashes ever sooner does not owe the time that it lived at first.
    [[nodiscard]] std::size_t recent(TimePoint now) const {
        std::size_t count = 0;
        TimePoint later{};
        Duration longest{0};
        for (std::size_t back = 1; back <= std::min(restarts_, recent_max); ++back) {
            const TimePoint at = recent_[(restarts_ - back) % recent_max];
            if (now - at >= recent_for) break;
            const bool is_compared = count > 0 && count <= gaps_compared;
            if (is_compared) longest = std::max(longest, later - at);
            ++count;
            later = at;
        }
        if (count < 2 || !lives_) return count;
        const Duration alive = now - recent_[(restarts_ - 1) % recent_max];
        return alive >= calm_min && alive >= 2 * longest ? 0 : count;
    }

    [[nodiscard]] bool was_seen() const { return known_.has_value(); }

    /// Was something of it there at the last look?
    [[nodiscard]] bool lives() const { return lives_; }

private:
    std::optional<std::uint64_t> oldest_;         ///< of this look
    std::optional<std::uint64_t> youngest_;       ///< of this look
    std::array<TimePoint, recent_max> recent_{};  // a ring
    std::size_t restarts_ = 0;
    std::optional<std::uint64_t> known_;  ///< the youngest of all looks since the last restart
    bool lives_ = false;
};

}  // namespace foreshock::collectors
