#pragma once

#include <array>
#include <cstdint>

#include "detectors/learned.hpp"

namespace foreshock::detectors {

/// The distribution of one signal's past, in buckets that each are a tenth wider than the one
/// before (the sketch of Masson, Rim, Lee: DDSketch, VLDB 2019): quantiles are right to ±5 %. When
/// `samples_max` are in it all counts are halved, so the past fades. Values below the floor given
/// to `bucket_of` are one value: differences down there do not matter. 112 bytes.
class LevelHistogram {
public:
    static constexpr std::size_t buckets = 48;
    static constexpr std::uint32_t samples_max = 2880;

    /// `value` in buckets above `floor`, which must be above 0.
    static int bucket_of(double value, double floor);

    /// Its middle.
    static double value_of(double bucket, double floor);

    /// Centres itself on the first value; later ones beyond its ends count at the ends.
    void add(int bucket);

    [[nodiscard]] std::uint32_t samples() const { return samples_; }

    /// Share of the past that is lower, ties count half: Pr(X < v) + Pr(X = v) / 2.
    [[nodiscard]] double rank(int bucket) const;

    /// The middle of the past as a bucket. Only with samples.
    [[nodiscard]] double median() const;

    void save(StateWriter& out) const;

    /// False, and empty, when what is read cannot be.
    bool restore(StateReader& in);

private:
    std::array<std::uint16_t, buckets> counts_{};
    std::int32_t first_ = 0;  // the bucket that counts_[0] is
    std::uint32_t samples_ = 0;
};

}  // namespace foreshock::detectors
