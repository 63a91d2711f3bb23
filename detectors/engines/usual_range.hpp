#pragma once

#include <array>
#include <optional>

#include "core/time.hpp"
#include "detectors/band.hpp"
#include "detectors/engines/quantile_sketch.hpp"

namespace foreshock::detectors {

/// How a range is learned.
struct UsualRangeSettings {
    double share = 0.99;  ///< of a day, in which values do not go further
    Direction bad = Direction::above;
    std::size_t days = 7;  ///< that count; at most UsualRange::days_max
};

/// What is usual for one series: of each day that was seen, how far the values went for all but a
/// small share of the time; of the last days, the median of that. One bad day among them says
/// nothing, a habit of every night does, and a lasting new normal is learned after half the days,
/// never within an incident. A day is 24 hours of being seen: neither restarts nor steps of the
/// clock bring it to an end.
///
/// Memory: at most 416 bytes. Source of the median's resistance: Huber, Robust Statistics (1981),
/// 1.3: it breaks down only when half of the days are bad.
class UsualRange {
public:
    static constexpr std::size_t days_max = 14;
    /// Values that come faster are left out: a share of time needs no more.
    static constexpr Duration take_every = std::chrono::seconds{5};
    /// A series may be silent for so long; of a longer gap, so much counts as seen.
    static constexpr Duration gap_max = std::chrono::hours{1};
    /// Fewer values than that have no median.
    static constexpr std::uint32_t values_min = 6;

    /// Takes one value; answers whether a day is complete. Times that go back are left out.
    bool observe(const UsualRangeSettings& settings, TimePoint at, double value);

    /// Days seen in all; it may be more than count.
    [[nodiscard]] std::uint32_t days_seen() const { return days_seen_; }

    [[nodiscard]] Duration seen_today() const { return today_; }

    /// The median of the day that is under way; nothing before a few values were taken.
    [[nodiscard]] std::optional<double> median_today(const UsualRangeSettings& settings) const;

    /// How far the values usually go to the bad side; 0 before the first day.
    [[nodiscard]] double bad_side(const UsualRangeSettings& settings) const;

    /// How far they usually go to the good side.
    [[nodiscard]] double good_side(const UsualRangeSettings& settings) const;

    void save(StateWriter& out) const;

    /// False when the bytes are none of ours: then it knows nothing.
    bool restore(StateReader& in);

private:
    struct Day {
        float good = 0;
        float bad = 0;
    };

    void end_day(const UsualRangeSettings& settings);
    [[nodiscard]] double middle(const UsualRangeSettings& settings, float Day::*side) const;

    QuantileSketch sketch_;
    std::array<Day, days_max> days_{};  // a ring
    std::uint32_t days_seen_ = 0;
    Duration today_{0};
    TimePoint taken_at_{};
};

static_assert(sizeof(UsualRange) <= 416);

}  // namespace foreshock::detectors
