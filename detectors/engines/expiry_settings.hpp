#pragma once

#include <string>
#include <vector>

#include "core/symptom.hpp"

namespace foreshock::detectors {

/// Settings of the engine `expiry`: something that ends at a known moment.
struct ExpirySettings {
    std::string signal;
    bool is_date = false;           ///< the signal holds the Unix time of the end, not seconds left
    std::vector<std::string> same;  ///< labels that make one thing of several series; empty: all

    Duration warning = std::chrono::days{21};
    Duration critical = std::chrono::days{7};
    Duration last_call = std::chrono::days{1};      ///< critical, however it is usually renewed
    Duration late_horizon = std::chrono::days{30};  ///< a renewal that is late is news from here

    Duration short_life = std::chrono::days{7};  ///< what lives no longer is judged by shares
    double short_warning = 0.1;                  ///< share of the life that is left
    double short_critical = 0.05;

    Duration stale_after = std::chrono::days{30};  ///< ended so long before it was found: unused
    Severity severity_max = Severity::critical;    ///< it is never graver
    std::size_t series_max = 512;
    std::size_t open_max = 8;  ///< symptoms at a time of one severity; the rest waits
};

}  // namespace foreshock::detectors
