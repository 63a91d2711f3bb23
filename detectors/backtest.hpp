#pragma once

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/forecast_score.hpp"
#include "core/series.hpp"
#include "core/symptom.hpp"
#include "detectors/detector.hpp"
#include "detectors/episode.hpp"
#include "detectors/pack/pack.hpp"
#include "detectors/recording.hpp"

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
    std::size_t rows = 0;  ///< moments at which something was recorded
    std::size_t values = 0;
    std::size_t lines = 0;  ///< of logs
    std::size_t series = 0;
    std::size_t series_unwatched = 0;   ///< no kind of the pack looks at them
    std::size_t rows_out_of_order = 0;  ///< older than the row before: left out
    std::size_t malformed = 0;          ///< not of the recording's format: left out
    std::size_t refused = 0;            ///< series, symptoms, samples beyond a bound: left out
    TimePoint from{};
    TimePoint to{};
    std::vector<Symptom> symptoms;       ///< all messages, in order; at most backtest_symptoms_max
    std::vector<Episode> episodes;       ///< what they tell of
    std::vector<ScoredForecast> scores;  ///< in the order of their first words; some still pending
    std::size_t unannounced = 0;         ///< limits met without an announcement before
};

inline constexpr std::size_t backtest_symptoms_max = 100000;
inline constexpr std::size_t backtest_series_max = 200000;

/// A pack and the detector that was made of it.
struct Contestant {
    Pack pack;
    std::unique_ptr<Detector> detector;
};

/// Runs contestants side by side over one recording in virtual time: a report each, in their
/// order. Time passes only where something was recorded. `limit` is the constant value of every
/// limit signal that a kind has beside a usage that was recorded.
Result<std::vector<BacktestReport>> backtest(std::vector<Contestant> contestants,
                                             Recording& recording,
                                             std::optional<double> limit = {});

/// Makes the detectors of the packs and runs them.
Result<std::vector<BacktestReport>> backtest(const std::vector<Pack>& packs, Recording& recording,
                                             std::optional<double> limit = {});

/// Runs one pack over a CSV (see CsvRecording). malformed and too_large name the line.
Result<BacktestReport> backtest(const Pack& pack, std::istream& csv,
                                const BacktestBinding& binding = {});

/// For people: a line per message, the scores, and a sum.
std::string render(const BacktestReport& report);

}  // namespace foreshock::detectors
