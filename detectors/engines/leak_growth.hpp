#pragma once

#include <optional>
#include <span>

#include "detectors/engines/floor_ring.hpp"

namespace foreshock::detectors {

/// What a growth of floors must show before it is believed.
struct LeakRules {
    double seconds_min = 0;       ///< how long it must have lasted
    double growth_min = 0;        ///< how much it must have grown, in the signal's unit
    double growth_ratio_min = 0;  ///< the same, as a share of the level at its begin
};

/// A growth that is believed. Times in seconds, `began_at` before now.
struct LeakGrowth {
    double began_at = 0;
    double began_level = 0;
    double level = 0;  ///< of the floor, now
    double slope = 0;  ///< per second
    double slope_low = 0;
    double slope_high = 0;
    double swing = 0;  ///< the median height of teeth above the floor
    double confidence = 0;

    [[nodiscard]] double seconds() const { return -began_at; }

    [[nodiscard]] double growth() const { return level - began_level; }
};

/// Judges the growth that leads up to the last of `floors`. Nothing unless it is steady, lasts and
/// goes on undiminished: the Mann-Kendall test (H. B. Mann 1945, M. G. Kendall 1948) says that
/// later floors are higher, the slope of P. K. Sen 1968 with its 95 % interval how much, and the
/// slope of its last third has not fallen to two thirds of the first's or of the whole's: a cache
/// that fills slows down.
/// What moves with the load is taken away first: the slope of floors against load, by Theil-Sen,
/// times the load. Growth of both at once is therefore no leak.
std::optional<LeakGrowth> judge_leak(std::span<const Floor> floors, const LeakRules& rules);

/// The median slope of the last third of the floors, per second; nothing below 4 floors in it.
std::optional<double> last_slope(std::span<const Floor> floors);

}  // namespace foreshock::detectors
