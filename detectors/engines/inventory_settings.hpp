#pragma once

#include <string>
#include <vector>

#include "core/symptom.hpp"

namespace foreshock::detectors {

/// What becomes of a fact.
enum class FactTurn : std::uint8_t { disappeared, appeared, changed };

/// Settings of the engine `inventory`: facts of one family ("mount" of mount.PATH), or series of
/// one signal that may be missing after a start.
struct InventorySettings {
    std::string family;             ///< empty with a signal
    std::string signal;             ///< of MissingSeriesEngine
    std::vector<std::string> same;  ///< labels that make one thing of its series; empty: all
    FactTurn turn = FactTurn::disappeared;
    std::vector<std::string> from;  ///< patterns of the value before, `*` at either end; empty: any
    std::vector<std::string> to;    ///< patterns of the value after
    double ports_below = 0;         ///< not 0: only names that end in ":PORT" below this one
    bool planned_by_unit = false;   ///< a unit that was stopped on purpose excuses it
    bool planned_by_package = false;  ///< packages that are being changed make it wait

    Duration known_for = std::chrono::hours{1};  ///< what was there for less does not belong here
    Duration hold_for = std::chrono::minutes{3};
    Duration planned_within = std::chrono::minutes{15};  ///< before and after
    Duration planned_hold = std::chrono::minutes{30};    ///< while packages are being changed
    Duration accepted_after = std::chrono::days{7};      ///< then it is how things are
    std::size_t turns_max = 2;  ///< in thirty days; what goes more often comes and goes

    Severity severity = Severity::warning;
    std::size_t subjects_max = 256;
    std::size_t open_max = 8;  ///< symptoms at a time; the rest waits
};

}  // namespace foreshock::detectors
