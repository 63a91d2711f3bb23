#include "detectors/engines/combination_verdict.hpp"

#include <algorithm>

namespace foreshock::detectors {
namespace {

constexpr double confidence_max = 0.95;

bool agree(const Forecast& a, const Forecast& b) {
    return a.earliest <= b.latest && b.earliest <= a.latest;
}

bool agrees(const SignStrength& sign, const Forecast& forecast) {
    return !sign.forecast || agree(*sign.forecast, forecast);
}

/// The earliest expected among those that at least `others` others agree with.
const Forecast* earliest(std::span<const SignStrength> signs, std::ptrdiff_t others) {
    const Forecast* found = nullptr;
    for (const SignStrength& sign : signs) {
        if (!sign.forecast) continue;
        const auto with = std::count_if(signs.begin(), signs.end(), [&](const SignStrength& each) {
            return &each != &sign && each.forecast && agree(*each.forecast, *sign.forecast);
        });
        if (with < others) continue;
        if (!found || sign.forecast->expected < found->expected) found = &*sign.forecast;
    }
    return found;
}

/// Narrows the interval to what is common with `other`, as far as it still holds `expected`.
void narrow(Forecast& forecast, const Forecast& other) {
    forecast.earliest = std::min(forecast.expected, std::max(forecast.earliest, other.earliest));
    forecast.latest = std::max(forecast.expected, std::min(forecast.latest, other.latest));
}

}  // namespace

CombinedVerdict combine(std::span<const SignStrength> signs) {
    CombinedVerdict verdict;
    const Forecast* chosen = earliest(signs, 1);
    if (!chosen) chosen = earliest(signs, 0);
    if (chosen) verdict.forecast = *chosen;
    double doubt = 1;
    for (const SignStrength& sign : signs) {
        if (chosen && !agrees(sign, *chosen)) continue;
        doubt *= 1 - std::clamp(sign.confidence, 0.0, 1.0);
        if (chosen && sign.forecast) narrow(*verdict.forecast, *sign.forecast);
    }
    verdict.confidence = std::min(1 - doubt, confidence_max);
    if (verdict.forecast) verdict.forecast->confidence = verdict.confidence;
    return verdict;
}

}  // namespace foreshock::detectors
