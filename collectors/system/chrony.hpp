#pragma once

#include <cstdint>
#include <string_view>

#include "core/result.hpp"

namespace foreshock::collectors {

/// `chronyc -c tracking` (chronyc(1)): one line of fourteen fields.
struct ChronyTracking {
    std::uint64_t stratum = 0;  ///< distance from a reference clock; 0: not synchronised
    double offset_seconds = 0;  ///< of the system clock, positive when it is to be slowed down
    double root_delay_seconds = 0;
    double root_dispersion_seconds = 0;
    bool synchronised = false;
};

/// malformed when fields or numbers are missing.
Result<ChronyTracking> parse_chrony_tracking(std::string_view text);

/// `chronyc -c sources`: one line of ten fields for each.
struct ChronySources {
    std::uint64_t configured = 0;
    std::uint64_t reachable = 0;   ///< one of the last eight questions was answered
    std::uint64_t selected = 0;    ///< taken for the time, or fit to be
    std::uint64_t false_ones = 0;  ///< answer, and disagree with the majority
};

/// No line is no source. malformed when a line has too few fields.
Result<ChronySources> parse_chrony_sources(std::string_view text);

}  // namespace foreshock::collectors
