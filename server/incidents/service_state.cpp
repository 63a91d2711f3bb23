#include "server/incidents/service_state.hpp"

#include <algorithm>

#include "server/incidents/impact.hpp"

namespace foreshock::incidents {
namespace {

struct Trouble {
    std::set<std::string> down;
    std::set<std::string> at_risk;
    std::set<std::uint64_t> incidents;
};

using Troubles = std::map<const Service*, Trouble>;

void add_symptom(const Incident& incident, const Symptom& symptom, const ServiceMap& services,
                 Troubles& troubles) {
    const bool is_down =
        symptom.phase == Phase::occurring && symptom.severity == Severity::critical;
    for (const Service* service : services.touched_by(symptom)) {
        Trouble& trouble = troubles[service];
        trouble.incidents.insert(incident.number);
        if (is_down) {
            trouble.down.insert(symptom.subject.host);
        } else if (puts_host_at_stake(symptom)) {
            trouble.at_risk.insert(symptom.subject.host);
        }
    }
}

std::string of_hosts(std::size_t some, std::size_t all) {
    return std::to_string(some) + " of " + std::to_string(all) + (all == 1 ? " host" : " hosts");
}

Reason hosts_reason(const ServiceState& state) {
    const std::string needed = ", needed: " + std::to_string(state.hosts_needed);
    const std::string up = of_hosts(state.hosts_up, state.hosts) + " up" + needed;
    if (state.hosts == 0) return {"service.no_hosts", "no host that belongs to it is known"};
    if (state.health == ServiceHealth::down) return {"service.hosts_down", up};
    if (state.hosts_at_risk.empty()) return {"service.hosts_up", up};
    return {"service.hosts_at_risk",
            up + ", at risk: " + std::to_string(state.hosts_at_risk.size())};
}

ServiceState state_of(const Service& service, const ServiceMap& services, Trouble trouble) {
    for (const std::string& host : trouble.down)
        trouble.at_risk.erase(host);
    ServiceState state;
    state.service = &service;
    state.hosts = services.hosts_of(service).size();
    state.hosts_up = state.hosts - trouble.down.size();
    state.hosts_needed = service.needed.of(state.hosts);
    state.hosts_down.assign(trouble.down.begin(), trouble.down.end());
    state.hosts_at_risk.assign(trouble.at_risk.begin(), trouble.at_risk.end());
    state.incidents.assign(trouble.incidents.begin(), trouble.incidents.end());
    if (state.hosts == 0) {
        state.health = ServiceHealth::unknown;
    } else if (state.hosts_up < state.hosts_needed) {
        state.health = ServiceHealth::down;
    } else if (state.hosts_up < state.hosts_needed + state.hosts_at_risk.size()) {
        state.health = ServiceHealth::impending;
    } else {
        state.health = ServiceHealth::healthy;
    }
    state.reasons.push_back(hosts_reason(state));
    return state;
}

void pass_on(const ServiceMap& services, std::vector<ServiceState>& states) {
    std::vector<const ServiceState*> down;
    for (const ServiceState& state : states) {
        if (state.health == ServiceHealth::down) down.push_back(&state);
    }
    for (const ServiceState* cause : down) {
        for (const Service* dependent : services.needed_by(*cause->service)) {
            ServiceState& state =
                states[static_cast<std::size_t>(dependent - services.services().data())];
            if (state.health == ServiceHealth::down) continue;
            state.health = ServiceHealth::impending;
            state.reasons.push_back(
                {"service.needs_down", "it needs " + cause->service->title + ", which is down"});
        }
    }
}

}  // namespace

std::vector<ServiceState> service_states(const ServiceMap& services,
                                         const std::vector<Incident>& open) {
    Troubles troubles;
    for (const Incident& incident : open) {
        for (const IncidentSymptom& known : incident.symptoms) {
            if (known.is_active()) add_symptom(incident, known.symptom, services, troubles);
        }
    }
    std::vector<ServiceState> states;
    states.reserve(services.services().size());
    for (const Service& service : services.services())
        states.push_back(state_of(service, services, std::move(troubles[&service])));
    pass_on(services, states);
    return states;
}

std::string_view to_string(ServiceHealth health) {
    switch (health) {
        case ServiceHealth::healthy:
            return "healthy";
        case ServiceHealth::impending:
            return "impending";
        case ServiceHealth::down:
            return "down";
        case ServiceHealth::unknown:
            break;
    }
    return "unknown";
}

}  // namespace foreshock::incidents
