#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/symptom.hpp"

namespace foreshock::detectors {

/// Settings of the engine `state`: discrete truths. A value is bad when it is one of `bad`, above
/// `bad_above` or below `bad_below`; with none of these, when it is not the usual one.
struct StateSettings {
    std::string signal;
    std::vector<double> bad;
    std::optional<double> bad_above;
    std::optional<double> bad_below;
    std::vector<double> critical;  ///< bad values that are worse than `severity`
    Severity severity = Severity::warning;
    std::vector<std::pair<double, std::string>> names;  ///< what people call the values

    bool only_lower = false;    ///< without a list: only a value below the usual one is bad
    bool unless_usual = false;  ///< a bad value that the series has mostly had is no news
    Duration usual_after = std::chrono::hours{24};      ///< watched so long, a usual value is known
    Duration accepted_after = std::chrono::hours{168};  ///< after so long the new value is usual

    Duration hold_for{0};
    Duration clear_after = std::chrono::minutes{1};
    std::size_t flap_changes = 0;  ///< so many changes within `flap_window` are flaps; 0: never
    Duration flap_window = std::chrono::minutes{30};

    Phase phase = Phase::occurring;
    std::size_t series_max = 1024;
};

}  // namespace foreshock::detectors
