#pragma once

#include <optional>
#include <string_view>

#include "core/symptom.hpp"

namespace foreshock::packs {

/// What makes a symptom critical.
enum class CriticalWhen : std::uint8_t {
    never,   ///< it always has its one severity
    beyond,  ///< the value is beyond `critical_at`
    soon,    ///< its disruption, or its end, is expected within `critical_at` seconds
    values,  ///< its state is one of the worse ones
    times,   ///< it is `critical_at` times the usual, or more
    count,   ///< there are so many within its window
    signs,   ///< one of its signs is
};

/// How grave a kind is, and when. Numbers are in the kind's unit where no other is named.
struct SeverityRule {
    Severity usual = Severity::warning;
    std::optional<double> said_at;  ///< from here on it speaks, where that is one number
    bool is_learned = false;        ///< that number follows what is usual on each host
    bool is_below = false;          ///< what is lower is worse
    CriticalWhen critical_when = CriticalWhen::never;
    std::optional<double> critical_at;
};

std::string_view to_string(CriticalWhen when);

}  // namespace foreshock::packs
