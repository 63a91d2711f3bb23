#pragma once

#include <array>
#include <cstdint>

#include "detectors/learned.hpp"

namespace foreshock::detectors {

/// How unusual is a value among all that one statistic has been? The past is cut into blocks of
/// rows and only the greatest values of blocks are kept. Above the k-th of them the tail is taken
/// to be exponential with the mean excess that the k greatest have: peaks over a threshold, as in
/// Siffer et al., "Anomaly Detection in Streams with Extreme Value Theory" (KDD 2017, SPOT), with
/// the shape held at 0 (Coles, "An Introduction to Statistical Modeling of Extreme Values", ch. 4).
///
/// It does not change when all values are shifted or multiplied by a positive number. 80 bytes.
class AnomalyTail {
public:
    static constexpr int peaks_max = 16;
    static constexpr int blocks_max = 4096;  ///< then every second one is forgotten

    /// At most `peaks` (below peaks_max) greatest blocks make the tail.
    explicit AnomalyTail(int peaks) : peaks_(static_cast<std::int16_t>(peaks)) {}

    /// Minus the decimal logarithm of the chance that a block reaches `value`, less an allowance
    /// for how many blocks have had that chance: 0 is usual, 1 rare, 3 never seen. 0 while there
    /// are fewer than three blocks.
    /// Differences up to `grain` mean nothing.
    [[nodiscard]] double rarity(double value, double grain = 0) const;

    /// The value above which the tail begins; 0 while there are fewer than three blocks.
    [[nodiscard]] double threshold() const;

    /// Takes note of a value; it belongs to the running block.
    void observe(double value);

    /// The running block is over after its `rows`.
    void observe(double value, int rows);

    void close_block();

    [[nodiscard]] int rows_in_block() const { return rows_; }

    void save(StateWriter& out) const;
    void restore(StateReader& in);

private:
    [[nodiscard]] int tail_count() const;

    std::array<float, peaks_max> greatest_{};  ///< descending
    float block_ = 0;
    std::int16_t peaks_;
    std::int16_t kept_ = 0;
    std::int16_t blocks_ = 0;
    std::int16_t rows_ = 0;
};

}  // namespace foreshock::detectors
