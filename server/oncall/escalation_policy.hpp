#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "server/desk/zone.hpp"

namespace foreshock::oncall {

/// Whom a step calls.
struct Target {
    enum class Kind : std::uint8_t { person, schedule, team };

    Kind kind = Kind::person;
    std::string name;

    bool operator==(const Target&) const = default;
};

/// "person:ann", "schedule:primary", "team:storage"; malformed otherwise.
Result<Target> parse_target(std::string_view text);
std::string to_string(const Target& target);

struct PolicyStep {
    Duration after{0};  ///< since the step before, or since the beginning
    std::vector<Target> notify;
    std::vector<std::string> channels = {};  ///< each of these; empty: the first way of each person
};

/// From minute to minute on the wall of the person who is called; over midnight when it ends early.
struct QuietHours {
    std::chrono::minutes begin{0};
    std::chrono::minutes end{0};

    /// When the quiet that covers `at` is over; none when it is not quiet.
    [[nodiscard]] std::optional<TimePoint> end_of_quiet(const desk::Zone& zone, TimePoint at) const;
};

/// "22:00-07:00"; malformed otherwise.
Result<QuietHours> parse_quiet_hours(std::string_view text);

/// Who is called, in which order, until somebody acknowledges.
struct EscalationPolicy {
    static constexpr std::size_t steps_max = 20;
    static constexpr int repeat_max = 9;

    std::string name;
    std::vector<PolicyStep> steps;  ///< at least one
    int repeat = 1;                 ///< rounds after the first
    Duration repeat_after = std::chrono::minutes{15};
    Duration fallback_after = std::chrono::minutes{2};  ///< the next contact, without a receipt
    Duration assigned_wait = std::chrono::minutes{5};   ///< for a person it was given to
    Duration acknowledgement_expires{0};                ///< without any act of the owner; 0: never
    Duration reminder_grace = std::chrono::minutes{15};
    std::optional<QuietHours> quiet;
    int quiet_ignored_at = 1;  ///< this priority and graver
};

}  // namespace foreshock::oncall
