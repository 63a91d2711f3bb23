#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/symptom.hpp"
#include "detectors/band.hpp"

namespace foreshock::detectors {

/// A second truth without which a level means nothing: a busy CPU alone harms nobody.
struct LevelCondition {
    std::string signal;  ///< a series with the same labels, or the one series without labels
    Direction bad = Direction::above;
    double value = 0;  ///< at or beyond
};

/// Settings of the engine `level`: one series at a time against one or two bands.
struct LevelSettings {
    std::string signal;
    Direction bad = Direction::above;
    Band warning;
    std::optional<Band> critical;       ///< further in than `warning`
    std::vector<LevelCondition> needs;  ///< all must hold while the band is being entered
    Phase phase = Phase::occurring;
    std::size_t series_max = 1024;
};

}  // namespace foreshock::detectors
