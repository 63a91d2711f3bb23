#include "server/http/service_api.hpp"

#include <algorithm>

#include "server/http/problem.hpp"
#include "server/incidents/service_state.hpp"
#include "server/render/service_json.hpp"

namespace foreshock::http {

std::vector<Route> ServiceApi::routes() {
    std::vector<Route> table;
    table.push_back({"GET", "/api/v1/services", Audience::people,
                     at_once([this](const Request&, const PathArguments&) { return list(); })});
    table.push_back(
        {"GET", "/api/v1/services/{name}", Audience::people,
         at_once([this](const Request&, const PathArguments& path) { return show(path[0]); })});
    return table;
}

Result<std::vector<incidents::Incident>> ServiceApi::open_incidents() const {
    std::vector<incidents::Incident> all;
    incidents::IncidentQuery query;
    query.only_open = true;
    query.limit = 500;
    do {
        Result<incidents::IncidentPage> page = reader_.list(query);
        if (!page) return fail(std::move(page).error());
        std::move(page->incidents.begin(), page->incidents.end(), std::back_inserter(all));
        query.cursor = std::move(page->next_cursor);
    } while (!query.cursor.empty() && all.size() < incidents_max);
    return all;
}

Response ServiceApi::list() const {
    const auto status = board_.read();
    if (status->services->services().empty()) return json_response(200, "[]");
    const auto open = open_incidents();
    if (!open) return problem_response(open.error());
    std::string json = "[";
    for (const incidents::ServiceState& state :
         incidents::service_states(*status->services, *open)) {
        if (json.size() > 1) json += ',';
        json += render::service_summary_json(state);
    }
    return json_response(200, json + "]");
}

Response ServiceApi::show(std::string_view name) const {
    const auto status = board_.read();
    const incidents::Service* service = status->services->find(name);
    if (!service) {
        return problem_response(Error{
            Errc::not_found, "no service has the name '" + std::string{name.substr(0, 200)} + "'"});
    }
    const auto open = open_incidents();
    if (!open) return problem_response(open.error());
    const auto states = incidents::service_states(*status->services, *open);
    const auto state = std::find_if(states.begin(), states.end(),
                                    [&](const auto& one) { return one.service == service; });
    return json_response(200, render::service_detail_json(*state, *status->services, clock_.now()));
}

}  // namespace foreshock::http
