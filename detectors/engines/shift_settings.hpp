#pragma once

#include <string>

#include "core/symptom.hpp"
#include "detectors/band.hpp"

namespace foreshock::detectors {

/// Settings of the engine `shift`: a lasting change of level at equal load. See
/// docs/reference/packs.md.
struct ShiftSettings {
    std::string signal;
    std::string load;     ///< signal with the same labels or none; empty: nothing else explains it
    double load_min = 0;  ///< less load than this tells nothing
    Direction bad = Direction::above;
    double ratio_min = 1.5;     ///< the level is so many times the usual (or its inverse)
    double critical_ratio = 0;  ///< from so many times on: critical; 0: never
    double difference_min = 0;  ///< and so far from it, in the signal's unit; above 0
    Duration slot = std::chrono::seconds{30};     ///< values are averaged over so long
    Duration learn_for = std::chrono::hours{24};  ///< no word before
    Duration hold_for = std::chrono::minutes{10};
    Duration clear_after = std::chrono::minutes{10};
    Duration accept_after = std::chrono::hours{24};  ///< then it is the new normal
    Phase phase = Phase::occurring;

    std::size_t series_max = 512;  ///< series watched at a time; more are refused and counted
};

}  // namespace foreshock::detectors
