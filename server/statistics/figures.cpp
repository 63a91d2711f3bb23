#include "server/statistics/figures.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace foreshock::statistics {
namespace {

std::optional<Duration> since(TimePoint begin, const std::optional<TimePoint>& end) {
    if (!end || *end < begin) return std::nullopt;
    return *end - begin;
}

/// Only what was announced before it came was gained.
std::optional<Duration> lead_of(const incidents::Incident& incident) {
    const auto& occurred = incident.handling.occurred_at;
    if (!incident.announced_at || !occurred || *occurred <= *incident.announced_at) {
        return std::nullopt;
    }
    return *occurred - *incident.announced_at;
}

}  // namespace

std::string iso_week(TimePoint at) {
    using std::chrono::days;
    const auto day = std::chrono::floor<days>(at);
    // A week belongs to the year of its Thursday.
    const unsigned place = std::chrono::weekday{day}.iso_encoding();
    const auto thursday = day + days{4} - days{place};
    const std::chrono::year year = std::chrono::year_month_day{thursday}.year();
    const std::chrono::sys_days first{year / std::chrono::January / 1};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-W%02d", static_cast<int>(year),
                  static_cast<int>((thursday - first) / days{7}) + 1);
    return text.data();
}

IncidentFigures figures_of(const incidents::Incident& incident) {
    const incidents::Handling& handling = incident.handling;
    IncidentFigures figures;
    figures.category = incident.category;
    figures.services = handling.care.services;
    figures.team = handling.care.assignment.team;
    figures.week = iso_week(incident.opened_at);
    figures.priority = incident.priority.level;
    figures.outcome = incident.outcome;
    figures.is_open = incident.is_open();
    figures.occurred = incident.occurred;
    figures.detect = since(incident.first_sign_at, incident.opened_at);
    figures.acknowledge = since(incident.opened_at, incident.acknowledged_at);
    figures.respond = since(incident.opened_at, handling.first_response_at);
    figures.resolve = since(incident.opened_at, incident.resolved_at);
    figures.is_confirmed = incident.reporting.is_confirmed_by_all();
    figures.lead = lead_of(incident);
    figures.response = state_of(handling.care.clocks.response);
    figures.resolution = state_of(handling.care.clocks.resolution);
    figures.spent = handling.spent;
    return figures;
}

}  // namespace foreshock::statistics
