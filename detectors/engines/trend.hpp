#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "detectors/engines/robust.hpp"

namespace foreshock::detectors {

/// What a growth must show before it is believed. Shares are of the headroom at its beginning.
struct TrendRules {
    double seconds_min = 30;         ///< how long it must have lasted
    double headroom_consumed = 0.3;  ///< how much it must have used up
    double growth_min = 0;           ///< how much it must have grown, in the signal's unit
    double limit = 0;                ///< a growth of minutes is at least 2 % of this
    double slack_seconds = 0;  ///< how exact a moment can be told at all: the interval's least half
};

/// Why a growth is not (yet) believed; `believed` when it is.
enum class Verdict : std::uint8_t {
    believed,
    too_few,    ///< too few points since it began
    too_short,  ///< younger than seconds_min
    too_small,  ///< has used up too little of its headroom
    noise,      ///< does not stand out of its scatter
    unsteady,   ///< a step, a burst or a pause: its parts disagree
    stopped,    ///< was a trend until a moment ago
    levelling,  ///< slows down so much that it may never arrive
};

/// A growth at one scale. Values are usage minus limit: they rise towards 0.
struct Trend {
    double began_at = 0;  ///< seconds before now, so ≤ 0
    double began_level = 0;
    double level = 0;         ///< of the line, now
    double slope = 0;         ///< per second, over the whole growth
    double recent_slope = 0;  ///< over its second half
    double scatter = 0;
    double consumed = 0;  ///< share of the headroom that it began with
    double earliest = 0;  ///< seconds from now until 0 is met
    double expected = 0;
    double latest = 0;      ///< infinite when it may level off before
    double confidence = 0;  ///< 0 to 1
    Verdict verdict = Verdict::believed;

    [[nodiscard]] double seconds() const { return -began_at; }

    [[nodiscard]] double growth() const { return level - began_level; }
};

/// Judges the growth that leads up to the last of `points` (times ≤ 0, values usage minus limit),
/// with `level_now` the newest single value. Nothing when there is no growth at all.
///
/// The growth begins after the last deep fall and at the knee of the curve (farthest below the
/// chord: Satopää et al. 2011). Its quarters must agree with one another, it must still go on, and
/// its second differences, extrapolated as a geometric series (A. C. Aitken 1926), must not
/// let it end before the limit. The interval of the ETA spans the linear and the extrapolated
/// arrival, the interval of the slope and the scatter, and is never narrower than ±8 %.
std::optional<Trend> judge_trend(std::span<const Point> points, double level_now,
                                 const TrendRules& rules);

/// The growth that is going on: after the last deep fall, from the knee on if what follows is long
/// enough to be judged. A view into `points`, perhaps of fewer than can be judged.
std::span<const Point> present_growth(std::span<const Point> points, double seconds_min);

/// The share of the growth that happened between three pairs of neighbours: near 1 for steps.
double share_of_jumps(std::span<const Point> points);

std::string_view to_string(Verdict verdict);

}  // namespace foreshock::detectors
