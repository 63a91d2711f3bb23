#pragma once

#include <optional>
#include <span>

#include "core/symptom.hpp"

namespace foreshock::detectors {

/// What one sign that is seen now gives to a verdict.
struct SignStrength {
    double confidence = 0;             ///< 0 to 1
    std::optional<Forecast> forecast;  ///< when it has one
};

/// What several signs say together.
struct CombinedVerdict {
    double confidence = 0;
    std::optional<Forecast> forecast;
};

/// The forecast is the earliest that another one agrees with: their intervals, from earliest to
/// latest, have a moment in common; all that agree narrow it to what they have in common. When no
/// two agree it is the earliest alone.
/// Signs without a forecast of their own speak for the one that is there, contradicting forecasts
/// do not. Confidence is the noisy-or of those who agree, 1 - Π(1 - c) (J. Pearl 1988,
/// Probabilistic Reasoning in Intelligent Systems, ch. 4.3.2), never above 0.95: signs of one host
/// are not independent, as the formula presumes.
CombinedVerdict combine(std::span<const SignStrength> signs);

}  // namespace foreshock::detectors
