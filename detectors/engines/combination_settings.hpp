#pragma once

#include <string>
#include <vector>

#include "core/symptom.hpp"
#include "detectors/band.hpp"

namespace foreshock::detectors {

/// One sign of a combination: another kind that speaks, or a signal beyond a value.
struct CombinationSign {
    std::string kind;    ///< a kind of the pack; empty when it is a signal
    std::string signal;  ///< empty when it is a kind
    Band band;           ///< of the signal
    Direction bad = Direction::above;
    std::string words;        ///< "memory stalls grow"
    double confidence = 0.5;  ///< where the sign has no forecast of its own
    bool required = false;    ///< without it nothing is said
    bool anywhere = false;    ///< the kind may speak of any component of this host
};

/// Settings of the engine `combination`: weak signs on one subject are one strong symptom. See
/// docs/reference/packs.md.
struct CombinationSettings {
    std::vector<CombinationSign> signs;  ///< at most signs_max
    std::size_t needed = 2;              ///< how many signs at once
    Duration hold_for = std::chrono::seconds{20};
    Duration clear_after = std::chrono::minutes{1};
    Duration critical_within = std::chrono::minutes{15};  ///< expected sooner: critical
    std::string suspect;        ///< signal whose largest series is the suspect; may be empty
    std::string suspect_label;  ///< its label that names the suspect
    Phase phase = Phase::impending;

    std::size_t subjects_max = 256;  ///< components at a time; more are refused and counted

    static constexpr std::size_t signs_max = 8;
};

}  // namespace foreshock::detectors
