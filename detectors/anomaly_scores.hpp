#pragma once

#include <cstddef>
#include <iosfwd>

#include "core/result.hpp"

namespace foreshock::detectors {

/// What became of the rows of one recording.
struct AnomalyScoreReport {
    std::size_t rows = 0;
    std::size_t flagged = 0;
    std::size_t values_unreadable = 0;  ///< no finite number: scored 0, not learned from
    std::size_t times_unreadable = 0;   ///< taken as the time of the row before
};

/// Judges a recorded series row by row with the engine `anomaly` as it is when nothing is set. The
/// first line names the columns; `timestamp` and `value` must be among them. `out` gets every line
/// as it came, in the same order, with one more column `anomaly_score`: 0 to 1, flagged from
/// anomaly_threshold (0.5) on, in one row per event. The score of a row depends on no later one.
/// Times may stand still or step back. malformed and too_large name the line; unavailable when
/// `out` takes no more.
Result<AnomalyScoreReport> score_anomalies(std::istream& csv, std::ostream& out);

}  // namespace foreshock::detectors
