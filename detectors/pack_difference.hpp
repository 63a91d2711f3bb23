#pragma once

#include <optional>
#include <string>
#include <vector>

#include "detectors/backtest.hpp"

namespace foreshock::detectors {

/// The same thing said by two packs.
struct EpisodePair {
    Episode a;
    Episode b;

    /// Positive: B spoke earlier.
    [[nodiscard]] Duration earlier_in_b() const { return a.raised_at - b.raised_at; }
};

/// What a change of packs would have done on one recording.
struct PackDifference {
    std::vector<Episode> only_in_a;
    std::vector<Episode> only_in_b;
    std::vector<EpisodePair> in_both;  ///< in the order of A
};

/// Two episodes are the same when they are of one kind and component and were open at the same
/// time; each belongs to the one that was raised nearest to it, and to one only.
PackDifference compare_episodes(const std::vector<Episode>& a, const std::vector<Episode>& b);

/// What a report comes to. Without a truth to hold it against, announcements are judged by
/// whether they came true; those that were open at the end, and whose time had not come, by
/// nothing.
struct BacktestSum {
    std::size_t alarms = 0;  ///< episodes
    double alarms_per_host_week = 0;
    std::size_t hits = 0;          ///< announcements that came true
    std::size_t false_alarms = 0;  ///< that did not
    std::size_t undecided = 0;     ///< open at the end, relieved in time, or nobody can know
    std::size_t misses = 0;        ///< limits met unannounced
    Duration median_lead{0};
    double median_error_ratio = 0;  ///< of the hits: |expected - met| as a share of the lead
};

BacktestSum sum_of(const BacktestReport& report);

/// For people: what is only in one, what moved, and a sum line for each. The names are those that
/// the packs are called by.
std::string render_difference(const PackDifference& difference, const BacktestReport& a,
                              const BacktestReport& b, const std::string& name_a,
                              const std::string& name_b);

/// "12 alarms (0.5 per host and week), 3 hits, 1 false alarm, 0 misses, median lead 12 min".
std::string render_sum(const BacktestSum& sum);

}  // namespace foreshock::detectors
