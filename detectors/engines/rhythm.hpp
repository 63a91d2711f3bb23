#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "detectors/learned.hpp"

namespace foreshock::detectors {

/// A far-out fence of what is usual: third quartile + 3 interquartile ranges (J. W. Tukey,
/// Exploratory Data Analysis, 1977, ch. 2: "far out" values). Zero for no spans.
Duration far_out(std::vector<Duration> spans);

/// The middle one; zero for no spans.
Duration median_of(std::vector<Duration> spans);

/// When something happens again and again: the intervals between its events, and the hours of the
/// week in which they fall. Late is what has not come for longer than the far-out fence of its
/// intervals *and* has left out an hour, or a day, of the week in which it came in three of four
/// known weeks before: weekends, nights and holidays of its own are silences that it always had.
/// Hours are of UTC and give way by one hour to either side, for the changes of summer time.
///
/// Memory: 168 bytes for hours, 8 for each of intervals_max intervals, 32 beside.
class Rhythm {
public:
    static constexpr std::size_t intervals_max = 32;
    static constexpr std::int64_t weeks_max = 4;  ///< compared with
    static constexpr std::uint32_t version = 1;

    /// Watching begins: no week before is known.
    void begin(TimePoint at) { first_ = at; }

    /// An event. `continues`: the one before it is known to be the last before it.
    void happen(TimePoint at, bool continues);

    [[nodiscard]] std::size_t intervals() const { return intervals_.size(); }

    [[nodiscard]] bool has_begun() const { return last_ != TimePoint{}; }

    [[nodiscard]] TimePoint last() const { return last_; }

    [[nodiscard]] Duration usual_interval() const { return median_of(intervals_); }

    /// How long after the last event the next is late, at least by `tolerance`.
    [[nodiscard]] Duration due_after(Duration tolerance) const;

    /// Has the silence since the last event left out what every week had? True from eight days of
    /// silence on: then only the intervals can tell.
    [[nodiscard]] bool leaves_out(TimePoint now, Duration due) const;

    [[nodiscard]] std::string save() const;

    /// False, and nothing is changed, when the text is none of save().
    bool restore(std::string_view text);

private:
    [[nodiscard]] bool is_active(std::int64_t hour, std::int64_t hours) const;
    [[nodiscard]] bool had_event(std::int64_t hour) const;
    [[nodiscard]] bool is_dense(TimePoint from, TimePoint to) const;
    [[nodiscard]] bool has_left_out(TimePoint now, std::int64_t hours) const;

    TimePoint first_{};
    TimePoint last_{};
    std::vector<Duration> intervals_;          // newest last
    std::int64_t week_ = 0;                    // of bit 0 in by_hour_
    std::array<std::uint8_t, 168> by_hour_{};  // bit k: in the week k before week_
};

}  // namespace foreshock::detectors
