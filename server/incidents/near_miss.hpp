#pragma once

#include <vector>

#include "core/forecast_score.hpp"
#include "core/result.hpp"

namespace foreshock::incidents {

/// What is asked of the ledger of near misses; an empty word is any.
struct NearMissQuery {
    std::string host;
    std::string kind;
    TimePoint since;
    std::size_t limit = 100;  ///< 1 to 1000
};

/// Disruptions that were announced and did not come (prevented: there was room again in time;
/// never: a false alarm), and those that came without a word (unannounced). Settled ones, newest
/// first.
struct NearMissLedger {
    std::vector<ScoredForecast> entries;
    std::size_t prevented = 0;  ///< counted over all since then, not only those listed
    std::size_t unannounced = 0;
    std::size_t never = 0;
};

/// How much time a forecast gave before the disruption that it announced; zero for one that came
/// unannounced.
Duration lead_gained(const ScoredForecast& forecast);

/// From any thread.
class NearMisses {
public:
    virtual ~NearMisses() = default;
    virtual Result<NearMissLedger> near_misses(const NearMissQuery& query) const = 0;
};

}  // namespace foreshock::incidents
