#pragma once

#include <array>
#include <cstdint>

#include "core/time.hpp"
#include "detectors/learned.hpp"

namespace foreshock::detectors {

/// How many events a bucket usually holds: what is to be expected, and how far it scatters.
struct ExpectedCount {
    double mean = 0;
    double shape = 1;  ///< of the negative binomial (count_tail.hpp)

    /// What a bucket may hold at most and still teach in full.
    [[nodiscard]] double possible() const;
};

/// The rhythm of one series: mean and variance of its bucket counts, of late (half of it from the
/// last two hours) and by hour of the day (UTC; half of it from the last five days). The scatter
/// is the negative binomial's, its shape found by moments, r = m²/(v − m); what is not known of
/// the mean itself widens it: with a Gamma prior of shape ½ (Jeffreys) the predictive distribution
/// of a Poisson count after n buckets with sum s has shape s + ½.
///
/// Sources: Gelman and others, "Bayesian Data Analysis", 3rd ed., 2.6 (Gamma–Poisson); Cameron and
/// Trivedi, "Regression Analysis of Count Data", 2nd ed., 3.3 (variance m + m²/r).
///
/// 500 bytes. For one thread.
class UsualCount {
public:
    static constexpr std::size_t hours = 24;
    static constexpr float young = 3;             ///< buckets: so many teach in full
    static constexpr std::uint16_t days_min = 3;  ///< an hour speaks for itself after so many

    explicit UsualCount(Duration bucket);

    /// What the bucket at `at` should hold: the larger of the late rhythm and, once known, of this
    /// hour of the day and its neighbours.
    [[nodiscard]] ExpectedCount expected(TimePoint at) const;

    /// The bucket held `count`. Once the rhythm is known a little, a bucket teaches no more than
    /// was possible, so that a burst does not make itself usual; and what only an hour of the day
    /// explains is not taken for the late rhythm, which takes no more than `late_max`.
    void learn(TimePoint at, double count, double late_max);

    /// Forgets what was of late: the rhythm is a new one.
    void begin_anew();

    [[nodiscard]] double buckets() const { return late_.weight; }

    void save(StateWriter& out) const;
    bool restore(StateReader& in);

private:
    /// Exponentially weighted mean and variance (West, "Updating mean and variance estimates: an
    /// improved method", CACM 22, 1979, with weights that fade).
    struct Moments {
        float mean = 0;
        float variance = 0;
        float weight = 0;  // buckets, faded

        void add(double count, double kept);
    };

    struct Hour {
        Moments moments;
        std::uint16_t days = 0;
        std::uint32_t day = 0;  // the last one that was counted
    };

    static ExpectedCount expected_of(const Moments& moments);

    double late_kept_;
    double hour_kept_;
    Moments late_;
    std::array<Hour, hours> by_hour_{};
};

}  // namespace foreshock::detectors
