#pragma once

#include <string>
#include <vector>

#include "server/incidents/incident.hpp"

namespace foreshock::incidents {

/// A fix bound to a symptom signature, with how often it worked and how fast.
struct KnownError {
    std::string id;  ///< "ke-" and 12 hex digits, made of its signature
    std::string title;
    std::vector<std::string> kinds;  ///< all of them must be among the incident's; sorted
    std::string component;           ///< '*' stands for anything; empty: any
    std::string fix;                 ///< what to do
    std::vector<FixStep> steps;      ///< the same, one by one; may be empty
    std::string author;
    TimePoint written_at;

    std::size_t tried = 0;
    std::size_t worked = 0;
    std::optional<Duration> median_took;  ///< from acknowledgement (or opening) to resolution
};

/// What became of a known error's fix in one incident; the last word of an incident counts.
struct FixOutcome {
    std::string known_error_id;
    std::string incident_id;
    std::string actor;
    bool worked = true;
    Duration took{0};
    TimePoint at;
};

/// A known error that fits an incident.
struct SuggestedFix {
    KnownError known_error;
    std::vector<Reason> reasons;  ///< never empty
};

constexpr std::size_t known_errors_max = 1000;
constexpr std::size_t known_error_kinds_max = 20;
constexpr std::size_t suggested_fixes_max = 5;
constexpr std::size_t fix_steps_max = 30;
constexpr std::size_t fix_step_bytes_max = 2000;

/// The same signature has the same id.
std::string known_error_id(std::vector<std::string> kinds, std::string_view component);

/// "worked 4 of 5 times, median 12 min"; "not tried yet".
std::string describe_record(const KnownError& known_error);

/// One step for each line that is not empty: "checked: df -h /var", or "changed: …", and so on;
/// without a type it is "changed". invalid beyond fix_steps_max and fix_step_bytes_max.
Result<std::vector<FixStep>> parse_fix_steps(std::string_view text);

/// Its steps; without any the whole fix is one.
std::vector<FixStep> steps_of(const KnownError& known_error);

/// Those whose kinds the incident has, on a component that looks like theirs. The best record
/// first, by (worked + 1) / (tried + 2), so that once of once does not beat nine of ten; then the
/// more particular signature. At most `suggested_fixes_max`. Pure.
std::vector<SuggestedFix> suggested_fixes(const Incident& incident,
                                          const std::vector<KnownError>& known_errors);

}  // namespace foreshock::incidents
