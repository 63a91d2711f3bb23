#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/time.hpp"
#include "detectors/engines/anomaly_rows.hpp"
#include "detectors/engines/anomaly_season.hpp"
#include "detectors/engines/anomaly_tail.hpp"

namespace foreshock::detectors {

/// What the judge looks at; each is made into a rarity by its own past.
enum class AnomalySign : std::uint8_t {
    high,           ///< the newest value
    high_for_hour,  ///< the mean of 12 rows
    high_for_long,  ///< the mean of 48 rows
    low,            ///< as above, downwards
    low_for_hour,
    low_for_long,
    restless,        ///< the mean step between neighbours, over 12 rows
    still,           ///< the same, downwards
    changed,         ///< the mean of 48 rows against the 48 before
    wrong_for_hour,  ///< distance from what this hour of the day usually has, over 12 hours
    new_step,        ///< six values in a row, unlike any six before
    new_course,      ///< four means of 12 rows, unlike any four before
};

inline constexpr std::size_t anomaly_signs = 12;

/// What the judge thinks of one row.
struct AnomalyVerdict {
    double score = 0;  ///< 0 to 1; at and above anomaly_threshold it is an anomaly
    AnomalySign sign = AnomalySign::new_step;  ///< what speaks loudest
    bool is_flagged = false;                   ///< the first row of an event
};

/// A row counts as flagged from here on.
inline constexpr double anomaly_threshold = 0.5;

/// Values between which nearly all rows of the known past lie (the newest hour left out).
struct UsualBounds {
    double low = 0;
    double high = 0;
};

/// Judges one series row by row against all it has been so far. Signs of two groups are made into
/// rarities (AnomalyTail): how new the course of the values is (nearest neighbour at two scales),
/// and how extreme level, movement, change and hour of day are. The sum of the groups' means is the
/// score. It is silent until it has seen 100 rows and a day and a half, and after a flag for 6 % of
/// the rows seen so far (108 to 2016).
///
/// Strictly causal; no clock. Rows may come at any interval; times serve only the hour of day, so
/// gaps, repeated and backward times do no harm. Values must be finite. Shifting or scaling (by a
/// positive number) the whole series changes nothing but rounding. State: `anomaly_judge_bytes`.
class AnomalyJudge {
public:
    /// `sensitivity` divides the threshold: 2 flags about at half the rarity.
    explicit AnomalyJudge(double sensitivity = 1);

    AnomalyVerdict observe(TimePoint at, double value);

    [[nodiscard]] std::uint64_t rows_seen() const { return rows_seen_; }

    [[nodiscard]] UsualBounds usual_bounds() const;

    void save(StateWriter& out) const;

    /// False (and a judge as new) when the bytes are not whole.
    bool restore(StateReader& in);

private:
    static constexpr int courses_kept = 640;

    using Rarities = std::array<double, anomaly_signs>;

    [[nodiscard]] bool is_sane() const;
    void take(double value);
    double rate(AnomalySign sign, double statistic, int block_rows);
    void rate_levels(Rarities& found);
    void rate_movement(Rarities& found);
    void rate_hour(TimePoint at, Rarities& found);
    void rate_course(Rarities& found);
    AnomalyVerdict decide(const Rarities& found);

    AnomalyTail& tail(AnomalySign sign) { return tails_[static_cast<std::size_t>(sign)]; }

    double threshold_;
    double origin_ = 0;
    std::uint64_t rows_seen_ = 0;
    std::uint64_t quiet_until_row_ = 0;
    TimePoint first_at_{};
    TimePoint last_at_{};
    bool has_learned_ = false;
    double grain_ = 0;
    double hour_distance_ = 0;
    Duration hour_known_for_{0};
    Duration hour_block_{0};
    std::array<AnomalyTail, anomaly_signs> tails_;
    AnomalySeason season_;
    AnomalyRows<courses_kept + 16, 48> rows_;
    AnomalyRows<courses_kept + 8, 24> means_;  // of 12 rows each, one after the other
};

/// Bytes of one series' state.
inline constexpr std::size_t anomaly_judge_bytes = 8000;
static_assert(sizeof(AnomalyJudge) <= anomaly_judge_bytes);

}  // namespace foreshock::detectors
