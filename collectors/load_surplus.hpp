#pragma once

#include <cstdint>
#include <optional>

#include "core/time.hpp"

namespace foreshock::collectors {

/// Tells by what the kernel counts anyway whether one more task may be stuck in a wait that nothing
/// can interrupt (state D), so that threads, of which there are many, are only looked at when there
/// is reason to.
///
/// The load average is the mean over a minute of the tasks that run or wait for a core and of those
/// in state D (kernel/sched/loadavg.c: every 5 s, load = load * e + count * (1 - e), e = exp(-5/60)
/// as 1884/2048). The same mean of the first alone leaves the others: one task that has been in
/// state D for 21 s has raised what is left by surplus_min. Whoever wakes at our moments is counted
/// too often by us; so what counts is the rise over the lowest since all threads were looked at.
class LoadSurplus {
public:
    static constexpr double time_constant_seconds = 60;
    /// A load average below it has no room for a task that has waited for 21 s.
    static constexpr double surplus_min = 0.3;
    /// Where running tasks come and go, both means go astray, the kernel's of a count each 5 s by a
    /// fifth of their standard deviation: a rise must be twice that.
    static constexpr double deviations_min = 0.4;
    /// The kernel counts those that wait for a disk: where some do at each reading in so long a
    /// time, it may be always the same.
    static constexpr Duration disk_waiters_for = std::chrono::seconds{10};
    /// Running tasks may come to be counted too often just when one gets stuck: a look is trusted
    /// for so long, unless the load average has no room.
    static constexpr Duration look_trusted_for = std::chrono::minutes{2};

    struct Reading {
        double one_minute = 0;      ///< the load average
        std::uint64_t running = 0;  ///< tasks that run or wait for a core now, we among them
        std::uint64_t disk_waiters =
            0;  ///< in state D for a disk now, those known as stuck left out
    };

    void see(TimePoint now, const Reading& reading);

    /// After the last reading: is there reason to look at all threads?
    [[nodiscard]] bool asks_for_look() const { return asks_; }

    /// All threads were looked at by now: those in state D are known.
    void looked();

private:
    void count_running(TimePoint now, std::uint64_t others);
    [[nodiscard]] bool has_reason(TimePoint now) const;

    std::optional<TimePoint> seen_;
    double running_mean_ = 0;
    double running_variance_ = 0;
    double surplus_ = 0;         ///< at the last reading
    double lowest_surplus_ = 0;  ///< since the last look
    std::optional<TimePoint> disk_waiters_since_;
    std::optional<TimePoint> looked_;
    bool asks_ = false;
};

}  // namespace foreshock::collectors
