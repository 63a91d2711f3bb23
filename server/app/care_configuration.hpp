#pragma once

#include <array>
#include <ostream>
#include <string>
#include <vector>

#include "server/oncall/care_settings.hpp"
#include "server/oncall/schedule.hpp"

namespace foreshock::app {

struct LayerConfiguration {
    std::string name;
    std::vector<std::string> people;
    std::string turn = "weekly";  ///< "daily", "weekly" or a time of whole hours
    std::string starts;           ///< "2026-01-05T09:00" on the wall
    std::string ends;
    std::vector<std::string> hours;
};

struct ScheduleConfiguration {
    std::string name;
    std::string title;
    std::string team;
    std::string zone = "UTC";
    std::vector<LayerConfiguration> layers;
    std::string place;  ///< "server.toml:12:1: "
};

struct CalendarConfiguration {
    std::string name;
    std::string zone = "UTC";
    std::vector<std::string> hours;
    std::vector<std::string> holidays;
    std::string place;
};

struct StepConfiguration {
    Duration after{0};
    std::vector<std::string> notify;
    std::vector<std::string> channels;
};

struct PolicyConfiguration {
    oncall::EscalationPolicy policy;  ///< without steps and quiet hours
    std::string quiet_hours;
    std::vector<StepConfiguration> steps;
    std::string place;
};

struct RouteConfiguration {
    oncall::RouteRule rule;
    std::string place;
};

struct BridgeConfiguration {
    std::string url;
    std::string webhook;
    std::string secret_file;
    int open_at = 0;
};

/// Everything about who has an incident, who is called and what is promised, as it is written.
struct CareConfiguration {
    std::array<oncall::TierRules, 3> tiers;
    int straight_to_l3_at = 1;
    bool escalate_at_risk = true;
    oncall::ClockRules clocks;
    std::vector<CalendarConfiguration> calendars;
    std::vector<ScheduleConfiguration> schedules;
    std::vector<PolicyConfiguration> policies;
    std::vector<RouteConfiguration> routes;
    BridgeConfiguration bridge;
};

/// The same, ready to be used.
struct ReadyCare {
    oncall::CareSettings settings;
    std::vector<oncall::Schedule> schedules;
};

/// invalid or malformed, with the place and the key.
Result<ReadyCare> made_ready(const CareConfiguration& configuration);

/// As part of a server.toml.
void write_care(std::ostream& out, const CareConfiguration& configuration);

}  // namespace foreshock::app
