#pragma once

#include <string>
#include <vector>

#include "server/incidents/incident.hpp"

namespace foreshock::incidents {

/// A resolved incident that may teach something about another one.
struct PastIncident {
    Incident incident;
    std::string resolution;  ///< the words of those who resolved it; may be empty
    double text_rank = 0;    ///< 0 to 1: how well its words fit, by full-text search
};

struct SimilarIncident {
    std::string id;
    std::uint64_t number = 0;
    std::string title;
    Outcome outcome = Outcome::recovered;
    TimePoint opened_at;
    std::optional<TimePoint> resolved_at;
    std::string resolution;
    double score = 0;             ///< 0 to 1
    std::vector<Reason> reasons;  ///< never empty
};

constexpr std::size_t similar_max = 5;
constexpr double similar_score_least = 0.3;

/// The most similar first. Same kinds of symptoms weigh most (0.5, by the share that both have),
/// then the same component (0.2, pids aside), words (0.2) and the same host (0.1). Pure.
std::vector<SimilarIncident> rank_similar(const Incident& incident,
                                          const std::vector<PastIncident>& past);

/// The kinds of its symptoms, each once, sorted.
std::vector<std::string> kinds_of(const Incident& incident);

}  // namespace foreshock::incidents
