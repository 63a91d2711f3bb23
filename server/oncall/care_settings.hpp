#pragma once

#include <array>
#include <string>
#include <vector>

#include "server/oncall/business_calendar.hpp"
#include "server/oncall/escalation_policy.hpp"
#include "server/people/person.hpp"

namespace foreshock::oncall {

/// Who gets an incident, by what it is about. Empty lists hold for anything.
struct RouteRule {
    std::string name;
    std::vector<std::string> categories;  ///< "storage", or "storage/space" with its subcategory
    std::vector<std::string> services;    ///< one that it touches
    std::vector<int> priorities;
    std::string team;    ///< that has it first
    std::string l2, l3;  ///< the teams of those tiers for it; empty: as for all
    std::string policy;  ///< empty: the tier's
};

/// A tier as the configuration arranges it.
struct TierRules {
    std::string team;    ///< has what no route gives to another; empty: there is no such tier
    std::string policy;  ///< calls people of the tier; empty: nobody is called
    Duration escalate_after{0};  ///< open so long in this tier: the next one; 0: never
};

struct ClockRules {
    std::array<Duration, 5> response;    ///< by priority, P1 first; 0: nothing is promised
    std::array<Duration, 5> resolution;  ///< likewise
    int risk_percent = 75;               ///< used so far: at risk
    std::string calendar;                ///< empty: around the clock
    int always_at = 2;                   ///< this priority and graver counts around the clock

    ClockRules();
};

struct BridgeRules {
    enum class Kind : std::uint8_t { none, address, webhook };

    Kind kind = Kind::none;
    std::string address;  ///< with {number}, {id} and {token}; without them a fixed one
    int open_at = 0;     ///< a conference is opened by itself at this priority and graver; 0: never
    std::string secret;  ///< that makes {token} unguessable
};

struct CareSettings {
    std::vector<RouteRule> routes;  ///< the first that fits counts
    std::array<TierRules, 3> tiers;
    int straight_to_l3_at = 1;  ///< this priority and graver; 0: never
    bool escalate_at_risk = true;
    ClockRules clocks;
    std::vector<BusinessCalendar> calendars;
    std::vector<EscalationPolicy> policies;
    BridgeRules bridge;

    [[nodiscard]] const BusinessCalendar* calendar(std::string_view name) const;
    [[nodiscard]] const EscalationPolicy* policy(std::string_view name) const;

    [[nodiscard]] const TierRules& tier(people::Tier which) const {
        return tiers[static_cast<std::size_t>(which) - 1];
    }
};

}  // namespace foreshock::oncall
