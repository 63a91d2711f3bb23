#include "server/incidents/near_miss.hpp"

#include <algorithm>

namespace foreshock::incidents {

Duration lead_gained(const ScoredForecast& forecast) {
    if (forecast.verdict == ForecastVerdict::unannounced) return Duration{0};
    return std::max(Duration{0}, forecast.first.expected - forecast.raised_at);
}

}  // namespace foreshock::incidents
