#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "core/forecast_score.hpp"
#include "core/series.hpp"
#include "core/symptom.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// What the column `value` of a plain CSV is. Wide CSVs name their series in the header instead.
struct BacktestBinding {
    std::string signal;           ///< "filesystem.space.used_bytes"
    Labels labels;                ///< {mount="/var"}
    std::optional<double> limit;  ///< a limit that stays the same, where the data has none
};

/// How much earlier (+) or later (-) than expected it came, as a share of the lead time; zero when
/// it did not come.
double error_ratio(const ScoredForecast& announcement);

/// What a pack would have said about recorded data.
struct BacktestReport {
    std::size_t rows = 0;
    std::size_t values = 0;
    std::size_t series = 0;
    std::size_t series_unwatched = 0;   ///< no kind of the pack looks at them
    std::size_t rows_out_of_order = 0;  ///< older than the row before: left out
    TimePoint from{};
    TimePoint to{};
    std::vector<Symptom> symptoms;       ///< all messages, in order
    std::vector<ScoredForecast> scores;  ///< in the order of their first words; some still pending
    std::size_t unannounced = 0;         ///< limits met without an announcement before
};

inline constexpr std::size_t backtest_symptoms_max = 100000;

/// Runs the pack over recorded data in virtual time. The first line names the columns: the first
/// is the time (see parse_csv_time); another one is `signal{labels}`, or `value`, which `binding`
/// explains. malformed and too_large name the line.
Result<BacktestReport> backtest(const Pack& pack, std::istream& csv,
                                const BacktestBinding& binding = {});

/// For people: a line per message, the scores, and a sum.
std::string render(const BacktestReport& report);

}  // namespace foreshock::detectors
