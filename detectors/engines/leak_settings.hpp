#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace foreshock::detectors {

/// Settings of the engine `leak`: something that grows for no reason as long as its owner lives.
/// See docs/reference/packs.md.
struct LeakSettings {
    std::string signal;                    ///< what may leak
    std::string limit;                     ///< signal with the same labels or none; may be empty
    std::optional<double> limit_constant;  ///< the limit where no signal tells it
    std::string headroom;  ///< signal without labels: what the host has left; may be empty
    std::string load;      ///< signal with the same labels or none: growth with it is no leak
    std::string age;       ///< signal with the same labels: seconds since the subject began
    std::vector<std::string> life_labels;  ///< labels that are new in each life: "pid"

    Duration evidence_min = std::chrono::hours{2};     ///< no growth is shorter
    Duration warm_up = std::chrono::minutes{30};       ///< a life's first part is not looked at
    Duration critical_within = std::chrono::hours{1};  ///< the limit expected sooner: critical
    double growth_min = 0;                             ///< in the signal's unit: less is no growth
    double growth_ratio_min = 0.2;             ///< of the level at its begin: less is no growth
    Duration rhythm = std::chrono::hours{24};  ///< what comes back within it is no growth
    double life_share_min = 0.1;               ///< of the life so far: a shorter growth is no leak

    std::size_t series_max = 512;  ///< lives watched at a time; more are refused and counted
};

}  // namespace foreshock::detectors
