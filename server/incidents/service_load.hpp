#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/incidents/incident.hpp"
#include "server/incidents/service_map.hpp"

namespace foreshock::incidents {

/// Which hosts of which services open incidents put at stake, all incidents together: two faults on
/// two hosts are two incidents, and may still be the end of one service. For one thread. It holds
/// at most a host and a service for each symptom that open incidents keep.
class ServiceLoad {
public:
    /// Takes the incident as it is now; one that is not open puts nothing at stake. True when a
    /// service has therefore got too few hosts, or enough again.
    bool note(const Incident& incident, const ServiceMap& services);

    /// Begins anew, for another map.
    void rebuild(const std::vector<Incident*>& open, const ServiceMap& services);

    /// Hosts of the service that other incidents than this one put at stake, those in `own` aside.
    [[nodiscard]] std::size_t others(const Service& service, std::uint64_t incident_number,
                                     const std::set<std::string>& own) const;

private:
    using Stakes = std::set<std::pair<const Service*, std::string>>;
    using IncidentsOfHost = std::unordered_map<std::string, std::size_t>;

    static Stakes stakes_of(const Incident& incident, const ServiceMap& services);
    [[nodiscard]] std::set<const Service*> short_of_hosts(const Stakes& stakes,
                                                          const ServiceMap& services) const;

    std::map<const Service*, IncidentsOfHost> services_;
    std::map<std::uint64_t, Stakes> incidents_;
};

}  // namespace foreshock::incidents
