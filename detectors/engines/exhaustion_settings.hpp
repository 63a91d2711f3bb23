#pragma once

#include <optional>
#include <string>

#include "core/time.hpp"

namespace foreshock::detectors {

/// Settings of the engine `exhaustion`: a usage that must not meet its limit. The defaults are
/// for a resource on which services depend within minutes; see docs/reference/packs.md.
struct ExhaustionSettings {
    std::string usage;                     ///< signal
    std::string limit;                     ///< signal with the same labels; empty with `constant`
    std::optional<double> limit_constant;  ///< the limit where no signal tells it
    std::string
        age;  ///< signal with the same labels: seconds since the subject began; empty: unknown

    Duration horizon = std::chrono::hours{6};             ///< say nothing of what lies beyond
    Duration critical_within = std::chrono::minutes{15};  ///< expected sooner: critical
    Duration evidence_min = std::chrono::seconds{30};     ///< no trend is shorter
    Duration warm_up = std::chrono::seconds{60};  ///< a subject's first moments are its start-up
    double headroom_consumed = 0.3;  ///< a trend has used up this share of what it began with
    /// What lasted for t lasts for as long again in every other case, where nothing is known of how
    /// long such growths last (J. R. Gott, "Implications of the Copernican principle for our future
    /// prospects", Nature 363, 1993): one that has used up half is as likely to arrive as not. Jobs
    /// that come and go are minutes long, so a young growth must have come that far.
    double headroom_consumed_young = 0.5;
    Duration young_for = std::chrono::minutes{10};  ///< a growth younger than that
    double share_min = 0;                           ///< usage/limit below this: too early to speak
    double growth_min = 0;                          ///< in the signal's unit: less is no trend

    double full_ratio = 0.995;  ///< usage/limit from here on: it has happened
    double full_leave = 0.98;   ///< usage/limit below this: no more
    Duration full_hold = std::chrono::seconds{2};
    Duration clear_after = std::chrono::seconds{20};

    std::size_t pairs_max = 512;  ///< subjects watched at a time; more are refused and counted
};

}  // namespace foreshock::detectors
