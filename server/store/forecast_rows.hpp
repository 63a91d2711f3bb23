#pragma once

#include <vector>

#include "core/forecast_score.hpp"
#include "server/incidents/forecast_accuracy.hpp"
#include "server/incidents/near_miss.hpp"
#include "server/store/database.hpp"

/// The table `forecast`. Functions on a connection that the caller has to itself.
namespace foreshock::store {

/// Of so many forecasts the newest are kept.
constexpr std::int64_t forecasts_kept_max = 100'000;

/// Adds it, or replaces it while it is pending: a verdict is final.
Result<void> save_forecast(Connection& connection, const ScoredForecast& announcement);

Result<std::vector<ScoredForecast>> pending_forecasts(Connection& connection);

/// Settled at `since` or later.
Result<std::vector<incidents::ForecastOutcome>> forecast_outcomes(Connection& connection,
                                                                  TimePoint since);

/// Settled at `query.since` or later, newest first, with counts over all of them.
Result<incidents::NearMissLedger> near_misses(Connection& connection,
                                              const incidents::NearMissQuery& query);

}  // namespace foreshock::store
