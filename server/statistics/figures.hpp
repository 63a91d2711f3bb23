#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/incidents/incident.hpp"

/// How well the desk does: figures of single incidents, and what they come to together. Pure.
namespace foreshock::statistics {

/// What one incident counts for. Spans are of the wall clock, whatever the calendar of its
/// promises.
struct IncidentFigures {
    std::string category;
    std::vector<std::string> services;
    std::string team;
    std::string week;  ///< ISO 8601, of its opening in UTC: "2026-W48"
    int priority = 5;
    incidents::Outcome outcome = incidents::Outcome::open;
    bool is_open = true;
    bool occurred = false;
    std::optional<Duration> detect;       ///< from the first sign to its opening
    std::optional<Duration> acknowledge;  ///< from its opening until somebody took it
    std::optional<Duration> respond;      ///< … until the first words of a person
    std::optional<Duration> resolve;      ///< … until it was resolved
    bool is_confirmed = false;            ///< by everybody who reported it
    std::optional<Duration> lead;         ///< from its announcement to the disruption that came
    incidents::ClockState response = incidents::ClockState::none;
    incidents::ClockState resolution = incidents::ClockState::none;
    incidents::TimeSpent spent;
};

IncidentFigures figures_of(const incidents::Incident& incident);

/// "2026-W48"
std::string iso_week(TimePoint at);

/// Figures at rest. Safe from any thread.
class FigureReader {
public:
    static constexpr std::size_t incidents_max = 20000;

    virtual ~FigureReader() = default;
    /// Of the incidents opened from `begin` to before `end` that are no part of another one, oldest
    /// first. too_large beyond `incidents_max`.
    virtual Result<std::vector<IncidentFigures>> figures(TimePoint begin, TimePoint end) const = 0;
};

}  // namespace foreshock::statistics
