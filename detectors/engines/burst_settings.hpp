#pragma once

#include <string>
#include <vector>

#include "core/symptom.hpp"

namespace foreshock::detectors {

/// Settings of the engine `burst`: how often something happens, against the series' own rhythm.
struct BurstSettings {
    std::string signal;
    bool is_counter = false;  ///< the signal only grows; else it is a rate per second
    Duration bucket = std::chrono::seconds{10};      ///< events are counted over so long
    Duration hold_for = std::chrono::seconds{30};    ///< how long it must be unusual
    Duration clear_after = std::chrono::minutes{5};  ///< and how long usual again
    Duration learning = std::chrono::minutes{5};     ///< say nothing of a series younger than that
    Duration settle = std::chrono::minutes{2};  ///< nor so long after a gap of as much, or a change
    Duration lasting_max = std::chrono::hours{12};  ///< what lasts longer is the new rhythm
    double count_min = 60;                          ///< fewer events in hold_for are never a burst
    double factor_min = 5;                          ///< nor is less than so many times the usual
    double chance_max = 1e-9;          ///< of so many or more in hold_for, were all as usual
    double critical_factor = 0;        ///< so many times the usual and more is critical; 0: never
    double critical_count = 0;         ///< and only with so many events in hold_for
    std::vector<std::string> changes;  ///< facts after which a start-up is expected; `*` at the end
    Severity severity = Severity::warning;
    Phase phase = Phase::occurring;
    std::size_t series_max = 512;
};

}  // namespace foreshock::detectors
