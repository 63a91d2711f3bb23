#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/symptom.hpp"
#include "detectors/band.hpp"
#include "detectors/engines/usual_range.hpp"

namespace foreshock::detectors {

/// A second truth without which a level means nothing: a busy CPU alone harms nobody.
struct LevelCondition {
    std::string signal;  ///< a series with the same labels, or the one series without labels
    Direction bad = Direction::above;
    double value = 0;  ///< at or beyond
};

/// A band's `enter` that follows what is usual for each series: usual × factor where above is bad,
/// usual ÷ factor where below is, between floor and ceiling. The band's own `enter` holds until
/// `days_min` days were seen; with a `first_day_factor` it follows the median of the first day so
/// far instead. `leave` moves along in proportion, and stays on the bad side of what is usual.
struct LearnedLimit {
    double factor = 1.5;
    double floor = 0;    ///< the lowest `enter`; above 0
    double ceiling = 0;  ///< the highest
    std::optional<double> first_day_factor;
};

/// What a kind's learned limits have in common.
struct LevelLearning {
    UsualRangeSettings range;
    std::uint32_t days_min = 3;
    LearnedLimit warning;
    std::optional<LearnedLimit> critical;
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
    /// An only value, while no other of its signal comes. Mostly a process that has ended; for a
    /// signal that is asked less than once a minute a kind must say more.
    Duration believed_for = std::chrono::seconds{90};
    std::optional<LevelLearning> learning;
};

}  // namespace foreshock::detectors
