#pragma once

#include <cmath>

#include "detectors/learned.hpp"

namespace foreshock::detectors {

/// A saved number as it may be used: what is not finite never was saved, and is 0.
inline float get_finite(StateReader& in) {
    const auto read = in.get<float>();
    return std::isfinite(read) ? read : 0;
}

}  // namespace foreshock::detectors
