#include <nlohmann/json.hpp>

#include "server/render/json_forms.hpp"
#include "server/render/status_page.hpp"

namespace foreshock::render {
namespace {

using reports::PublicIncident;

Json incident_list(const std::vector<PublicIncident>& incidents) {
    Json list = Json::array();
    for (const PublicIncident& one : incidents) {
        list.push_back({{"reference", one.reference},
                        {"services", one.services},
                        {"gravity", to_string(one.gravity)},
                        {"state", to_string(one.state)},
                        {"impends", one.impends},
                        {"started_at", format_rfc3339(one.started_at)},
                        {"updated_at", format_rfc3339(one.updated_at)},
                        {"resolved_at", time_json(one.resolved_at)},
                        {"text", one.words}});
    }
    return list;
}

Json component_list(const std::vector<reports::PublicComponent>& components) {
    Json list = Json::array();
    for (const reports::PublicComponent& one : components) {
        Json days = Json::array();
        for (const reports::ComponentState state : one.days)
            days.push_back(to_string(state));
        list.push_back({{"name", one.name},
                        {"title", one.title},
                        {"state", to_string(one.state)},
                        {"days", std::move(days)}});
    }
    return list;
}

}  // namespace

std::string status_json(const reports::StatusPage& page, std::string_view title) {
    Json maintenance = Json::array();
    for (const reports::PublicMaintenance& one : page.maintenance) {
        maintenance.push_back({{"services", one.services},
                               {"starts_at", format_rfc3339(one.starts_at)},
                               {"ends_at", format_rfc3339(one.ends_at)}});
    }
    return text_of({{"title", title},
                    {"at", format_rfc3339(page.at)},
                    {"overall", to_string(page.overall)},
                    {"components", component_list(page.components)},
                    {"incidents", incident_list(page.current)},
                    {"past_incidents", incident_list(page.past)},
                    {"maintenance", std::move(maintenance)}});
}

}  // namespace foreshock::render
