#include "server/incidents/service_load.hpp"

#include <algorithm>

#include "server/incidents/impact.hpp"

namespace foreshock::incidents {

ServiceLoad::Stakes ServiceLoad::stakes_of(const Incident& incident, const ServiceMap& services) {
    Stakes stakes;
    if (!incident.is_open()) return stakes;
    for (const IncidentSymptom& known : incident.symptoms) {
        if (!known.is_active() || !puts_host_at_stake(known.symptom)) continue;
        for (const Service* service : services.touched_by(known.symptom))
            stakes.emplace(service, known.symptom.subject.host);
    }
    return stakes;
}

std::set<const Service*> ServiceLoad::short_of_hosts(const Stakes& stakes,
                                                     const ServiceMap& services) const {
    std::set<const Service*> found;
    for (const auto& [service, host] : stakes) {
        const auto load = services_.find(service);
        const std::size_t hosts = services.hosts_of(*service).size();
        const std::size_t touched = load == services_.end() ? 0 : load->second.size();
        if (hosts < touched + service->needed.of(hosts)) found.insert(service);
    }
    return found;
}

bool ServiceLoad::note(const Incident& incident, const ServiceMap& services) {
    if (services.services().empty()) return false;
    Stakes now = stakes_of(incident, services);
    Stakes& known = incidents_[incident.number];
    if (now == known) {
        if (known.empty()) incidents_.erase(incident.number);
        return false;
    }
    Stakes either = known;
    either.insert(now.begin(), now.end());
    const std::set<const Service*> before = short_of_hosts(either, services);
    for (const auto& [service, host] : known) {
        IncidentsOfHost& load = services_[service];
        if (--load[host] == 0) load.erase(host);
    }
    for (const auto& [service, host] : now)
        ++services_[service][host];
    const bool has_turned = short_of_hosts(either, services) != before;
    known = std::move(now);
    if (known.empty()) incidents_.erase(incident.number);
    return has_turned;
}

void ServiceLoad::rebuild(const std::vector<Incident*>& open, const ServiceMap& services) {
    services_.clear();
    incidents_.clear();
    for (const Incident* incident : open)
        note(*incident, services);
}

std::size_t ServiceLoad::others(const Service& service, std::uint64_t incident_number,
                                const std::set<std::string>& own) const {
    const auto load = services_.find(&service);
    if (load == services_.end()) return 0;
    static const Stakes none;
    const auto known = incidents_.find(incident_number);
    const Stakes& mine = known == incidents_.end() ? none : known->second;
    const auto is_of_others = [&](const std::string& host) {
        const auto found = load->second.find(host);
        if (found == load->second.end()) return false;
        return found->second > (mine.contains({&service, host}) ? 1U : 0U);
    };
    std::size_t others = load->second.size();
    for (auto at = mine.lower_bound({&service, ""}); at != mine.end() && at->first == &service;
         ++at)
        others -= is_of_others(at->second) ? 0 : 1;
    for (const std::string& host : own)
        others -= is_of_others(host) ? 1 : 0;
    return others;
}

}  // namespace foreshock::incidents
