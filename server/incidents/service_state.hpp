#pragma once

#include <cstdint>
#include <vector>

#include "server/incidents/incident.hpp"
#include "server/incidents/service_map.hpp"

namespace foreshock::incidents {

/// How a service fares. `unknown`: no host of it is known.
enum class ServiceHealth : std::uint8_t { healthy, impending, down, unknown };

struct ServiceState {
    const Service* service = nullptr;
    ServiceHealth health = ServiceHealth::unknown;
    std::vector<Reason> reasons;  ///< never empty
    std::size_t hosts = 0;
    std::size_t hosts_up = 0;
    std::size_t hosts_needed = 0;
    std::vector<std::string> hosts_down;     ///< by name
    std::vector<std::string> hosts_at_risk;  ///< up, but at stake
    std::vector<std::uint64_t> incidents;    ///< numbers of open ones that touch it, ascending
};

/// States of all services, as `services()` of the map, by the open incidents. A host is down for a
/// service when a critical disruption that touches the service is happening on it, and at risk when
/// a symptom puts it at stake (see judge_impact). A service is down when fewer hosts than it needs
/// are up; a disruption is impending when fewer would be without those at risk, or when a service
/// that it needs, directly or through others, is down.
std::vector<ServiceState> service_states(const ServiceMap& services,
                                         const std::vector<Incident>& open);

std::string_view to_string(ServiceHealth health);

}  // namespace foreshock::incidents
