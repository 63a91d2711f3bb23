#include "server/render/service_json.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::render {
namespace {

using Json = nlohmann::ordered_json;
using incidents::Dependency;
using incidents::DependencySource;
using incidents::Service;
using incidents::ServiceState;

Json summary(const ServiceState& state) {
    const Service& service = *state.service;
    Json reasons = Json::array();
    for (const incidents::Reason& reason : state.reasons)
        reasons.push_back({{"code", reason.code}, {"text", reason.text}});
    Json json;
    json["name"] = service.name;
    json["title"] = service.title;
    json["team"] = service.team;
    json["weight"] = service.weight;
    json["users"] = service.users;
    json["state"] = to_string(state.health);
    json["state_reasons"] = std::move(reasons);
    json["hosts_total"] = state.hosts;
    json["hosts_up"] = state.hosts_up;
    json["hosts_needed"] = state.hosts_needed;
    json["hosts_at_risk"] = state.hosts_at_risk.size();
    json["open_incidents"] = state.incidents;
    return json;
}

Json dependency_json(const Dependency& one, const std::string& other) {
    const bool is_learned = one.source == DependencySource::learned;
    Json json;
    json["service"] = other;
    json["source"] = is_learned ? "learned" : "declared";
    json["learned_by"] = is_learned ? Json(one.learned_by) : Json(nullptr);
    json["detail"] = one.detail;
    json["since"] = is_learned ? Json(format_rfc3339(one.since)) : Json(nullptr);
    json["last_seen"] = is_learned ? Json(format_rfc3339(one.last_seen)) : Json(nullptr);
    return json;
}

Json host_list(const ServiceState& state, const std::vector<std::string>& hosts) {
    const auto has = [](const std::vector<std::string>& names, const std::string& name) {
        return std::binary_search(names.begin(), names.end(), name);
    };
    Json list = Json::array();
    for (const std::string& host : hosts) {
        const char* how = has(state.hosts_down, host)      ? "down"
                          : has(state.hosts_at_risk, host) ? "at_risk"
                                                           : "up";
        list.push_back({{"name", host}, {"state", how}});
    }
    return list;
}

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string service_summary_json(const ServiceState& state) {
    return text_of(summary(state));
}

std::string service_detail_json(const ServiceState& state, const incidents::ServiceMap& services,
                                TimePoint now) {
    const Service& service = *state.service;
    Json json = summary(state);
    json["in_hours"] = is_in_hours(service, now);
    const auto next = next_hours_change(service, now);
    json["hours_change_at"] = next ? Json(format_rfc3339(*next)) : Json(nullptr);
    json["hosts"] = host_list(state, services.hosts_of(service));
    json["depends_on"] = Json::array();
    for (const Dependency& one : services.dependencies_of(service.name))
        json["depends_on"].push_back(dependency_json(one, one.to));
    json["needed_by"] = Json::array();
    for (const Dependency& one : services.dependents_of(service.name))
        json["needed_by"].push_back(dependency_json(one, one.from));
    json["cycles"] = Json::array();
    for (const std::string& ring : services.cycles()) {
        if (ring.starts_with(service.name + " ") ||
            ring.find(" needs " + service.name + " ") != std::string::npos) {
            json["cycles"].push_back(ring);
        }
    }
    return text_of(json);
}

}  // namespace foreshock::render
