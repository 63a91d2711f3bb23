#pragma once

#include <cstdint>
#include <string>

#include "core/time.hpp"

namespace foreshock::detectors {

/// Settings of the engine `anomaly`: each label set of one signal against its own past.
struct AnomalySettings {
    enum class Direction : std::uint8_t { both, above, below };

    std::string signal;
    Direction direction = Direction::both;  ///< where the value must be, seen from its usual middle
    double sensitivity = 1;                 ///< divides the threshold
    Duration row = std::chrono::minutes{1};           ///< faster samples are averaged over it
    Duration settles_after = std::chrono::hours{24};  ///< then the new state counts as usual
    std::size_t series_max = 256;
};

}  // namespace foreshock::detectors
