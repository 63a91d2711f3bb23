#pragma once

#include <istream>
#include <string>
#include <vector>

#include "detectors/episode.hpp"

namespace foreshock::detectors {

/// Something that really happened on the recorded host.
struct TrueIncident {
    std::string kind;       ///< "*": any; a star at the end stands for any rest
    std::string component;  ///< likewise
    TimePoint from;
    TimePoint to;  ///< ≥ from
};

inline constexpr std::size_t true_incidents_max = 10000;

/// Reads CSV lines `kind,component,from,to`; times as parse_csv_time takes them; a first line of
/// these four words and lines that begin with # are left out. malformed and too_large name the
/// line.
Result<std::vector<TrueIncident>> read_truth(std::istream& csv);

/// What was said against what happened.
struct TruthScore {
    std::size_t incidents = 0;
    std::size_t met = 0;        ///< incidents that at least one episode told
    std::size_t announced = 0;  ///< of these, before they began
    std::size_t episodes = 0;
    std::size_t true_episodes = 0;  ///< episodes that told an incident
    std::vector<Duration> leads;    ///< per incident met: from the first word to its beginning

    /// Shares of what was said that was true, and of what happened that was told; 1 of nothing.
    [[nodiscard]] double precision() const;
    [[nodiscard]] double recall() const;
};

/// An episode tells an incident of its kind and component when it was open, or raised, at some
/// moment of it: it was raised before the end and not cleared before the beginning. What was taken
/// back before anything happened was a false alarm.
TruthScore score_truth(const std::vector<Episode>& episodes,
                       const std::vector<TrueIncident>& incidents);

/// The middle one; of an even number the lower of the two. Zero of none.
Duration median(std::vector<Duration> spans);

}  // namespace foreshock::detectors
