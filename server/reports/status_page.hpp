#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "server/desk/maintenance_window.hpp"
#include "server/incidents/incident.hpp"
#include "server/incidents/service_map.hpp"

/// What the public may see: services by their titles, incidents in public words. No host, no
/// evidence, no name of a person, no word that the desk did not publish.
namespace foreshock::reports {

enum class ComponentState : std::uint8_t {
    operational,
    maintenance,
    degraded,
    partial_outage,
    major_outage,
};

constexpr std::size_t history_days = 90;

struct PublicComponent {
    std::string name;
    std::string title;
    ComponentState state = ComponentState::operational;
    std::array<ComponentState, history_days> days{};  ///< worst of each UTC day, the oldest first
};

/// Where a public incident stands.
enum class PublicState : std::uint8_t { investigating, in_progress, resolved };

struct PublicIncident {
    std::string reference;              ///< "INC-000042"
    std::vector<std::string> services;  ///< titles
    ComponentState gravity = ComponentState::degraded;
    PublicState state = PublicState::investigating;
    bool impends = false;  ///< announced, not there yet
    TimePoint started_at;
    TimePoint updated_at;
    std::optional<TimePoint> resolved_at;
    std::string words;  ///< that the desk published; may be empty
};

struct PublicMaintenance {
    std::vector<std::string> services;  ///< titles
    TimePoint starts_at;
    TimePoint ends_at;
};

struct StatusPage {
    static constexpr std::size_t incidents_max = 100;
    static constexpr std::size_t maintenance_max = 20;

    TimePoint at;
    ComponentState overall = ComponentState::operational;  ///< the worst of now
    std::vector<PublicComponent> components;               ///< by title
    std::vector<PublicIncident> current;                   ///< open, newest first
    std::vector<PublicIncident> past;                      ///< of history_days, newest first
    std::vector<PublicMaintenance> maintenance;            ///< open or within a week, soonest first
};

/// What the page is made of.
struct StatusSources {
    const incidents::ServiceMap& services;
    const std::vector<incidents::Incident>& incidents;  ///< those of history_days, in any order
    const std::vector<desk::MaintenanceWindow>& windows;
    TimePoint now;
};

StatusPage make_status_page(const StatusSources& from);

std::string_view to_string(ComponentState state);  // "operational", "maintenance" …
std::string_view to_string(PublicState state);

}  // namespace foreshock::reports
