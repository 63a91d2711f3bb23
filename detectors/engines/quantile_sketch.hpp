#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "detectors/learned.hpp"

namespace foreshock::detectors {

/// Quantiles of many values in 272 bytes: counts in buckets whose bounds grow by a constant factor,
/// so that an answer is at most `accuracy` (relative) beside the exact one. The buckets span
/// a factor of 370,000; of values that lie further apart the smallest share one bucket. Values
/// below `smallest`, and negative ones, count as zero. Not-a-number and infinities are no values.
/// Source: Masson, Rim, Lee: DDSketch, PVLDB 12 (2019) 2195, with their collapsing of the lowest.
class QuantileSketch {
public:
    static constexpr double accuracy = 0.05;
    static constexpr double smallest = 1e-9;
    static constexpr double largest = 1e18;  ///< larger ones count as this
    static constexpr std::size_t buckets = 128;
    /// A bucket that is full takes no more, and the value does not count.
    static constexpr std::uint16_t count_max = 0xFFFF;

    void add(double value);

    /// The value that `share` (0 to 1) of all do not exceed; 0 when there are none.
    [[nodiscard]] double quantile(double share) const;

    [[nodiscard]] std::uint32_t count() const { return total_; }

    void save(StateWriter& out) const;

    /// False when the bytes are none of ours: then it is empty.
    bool restore(StateReader& in);

private:
    [[nodiscard]] std::size_t slot_of(std::int32_t bucket);
    void make_room_below(std::int32_t bucket);
    void collapse_up_to(std::int32_t first);

    std::array<std::uint16_t, buckets> counts_{};
    std::uint16_t zeros_ = 0;
    std::int32_t first_ = 0;  // the bucket that counts_[0] counts
    std::uint32_t total_ = 0;
};

}  // namespace foreshock::detectors
