#include "cli/actions.hpp"

#include <algorithm>
#include <ostream>

#include "cli/forecast_table.hpp"
#include "cli/host_table.hpp"
#include "cli/incident.hpp"
#include "cli/incident_call.hpp"
#include "cli/incident_table.hpp"
#include "cli/incident_view.hpp"
#include "cli/oncall_table.hpp"
#include "cli/words.hpp"

namespace foreshock::cli {
namespace {

constexpr std::size_t page_limit_max = 500;  // the API's own

/// Pages until there are `limit` incidents or no more.
Result<std::vector<std::string>> fetch_pages(ApiClient& api, const ListFilter& filter,
                                             std::vector<IncidentSummary>& incidents) {
    std::vector<std::string> pages;
    std::string path = incident_list_path(filter);
    while (!path.empty() && incidents.size() < filter.limit) {
        Result<Answer> page = api.get(path);
        if (!page) return fail(std::move(page).error());
        Result<std::vector<IncidentSummary>> read = read_incident_list(page->body);
        if (!read) return fail(std::move(read).error());
        incidents.insert(incidents.end(), read->begin(), read->end());
        pages.push_back(std::move(page->body));
        path = read->empty() ? "" : page->next;
    }
    return pages;
}

bool is_narrowed(const ListFilter& filter) {
    return !filter.states.empty() || !filter.priorities.empty() || !filter.host.empty() ||
           !filter.category.empty() || !filter.phase.empty();
}

}  // namespace

std::string incident_list_path(const ListFilter& filter) {
    std::string path =
        "/api/v1/incidents?state=" + (filter.states.empty() ? "open" : joined(filter.states));
    if (!filter.priorities.empty()) path += "&priority=" + joined(filter.priorities);
    if (!filter.host.empty()) path += "&host=" + url_encode(filter.host);
    if (!filter.category.empty()) path += "&category=" + url_encode(filter.category);
    if (!filter.phase.empty()) path += "&phase=" + url_encode(filter.phase);
    return path + "&limit=" + std::to_string(std::min(filter.limit, page_limit_max));
}

Result<void> list_incidents(ApiClient& api, const Arguments& arguments, const Look& look,
                            std::ostream& out) {
    std::vector<IncidentSummary> incidents;
    const auto pages = fetch_pages(api, arguments.filter, incidents);
    if (!pages) return fail(pages.error());
    if (arguments.wants_json) {
        const Result<std::string> all = join_arrays(*pages);
        if (!all) return fail(all.error());
        out << *all << "\n";
        return {};
    }
    if (incidents.empty()) {
        out << (is_narrowed(arguments.filter) ? "No incident is like that.\n"
                                              : "No open incidents: all is quiet.\n");
        return {};
    }
    if (incidents.size() > arguments.filter.limit) incidents.resize(arguments.filter.limit);
    out << render_incident_table(incidents, look);
    return {};
}

Result<void> show_incident(ApiClient& api, const Arguments& arguments, const Look& look,
                           std::ostream& out) {
    const Result<Answer> answer = api.get(incident_path(arguments.id));
    if (!answer) return fail(answer.error());
    if (arguments.wants_json) return print_json(answer->body, out);
    const Result<IncidentDetail> incident = read_incident(answer->body);
    if (!incident) return fail(incident.error());
    out << render_incident(*incident, look);
    return {};
}

Result<void> change_incident(ApiClient& api, const Arguments& arguments, const Look& look,
                             std::ostream& out) {
    std::vector<std::pair<std::string, std::string>> fields{{"actor", arguments.actor}};
    std::string verb = "acknowledge";
    std::string text_field = "note";
    if (arguments.action == Action::incident_note) {
        verb = "notes";
        text_field = "text";
    } else if (arguments.action == Action::incident_resolve) {
        verb = "resolve";
        text_field = "reason";
    }
    if (!arguments.text.empty()) fields.emplace_back(text_field, arguments.text);
    const DeskArguments& desk = arguments.desk;
    if (!desk.known_error.empty()) fields.emplace_back("known_error", desk.known_error);
    if (!desk.hypothesis.empty()) fields.emplace_back("hypothesis", desk.hypothesis);
    return act_on_incident(api, arguments.id, verb, fields, look, out);
}

Result<void> list_hosts(ApiClient& api, const Arguments& arguments, const Look& look,
                        std::ostream& out) {
    const Result<Answer> answer = api.get("/api/v1/hosts");
    if (!answer) return fail(answer.error());
    if (arguments.wants_json) return print_json(answer->body, out);
    const Result<std::vector<HostLine>> hosts = read_host_list(answer->body);
    if (!hosts) return fail(hosts.error());
    if (hosts->empty()) {
        out << "No host reports yet. On a host: foreshock-agent --server " << api.url()
            << " --token-file FILE (the token comes from: foreshock-server agent add NAME)\n";
        return {};
    }
    out << render_host_table(*hosts, look);
    return {};
}

Result<void> list_forecasts(ApiClient& api, const Arguments& arguments, const Look& look,
                            std::ostream& out) {
    const std::string& host = arguments.filter.host;
    const Result<Answer> answer =
        api.get("/api/v1/forecasts" + (host.empty() ? "" : "?host=" + url_encode(host)));
    if (!answer) return fail(answer.error());
    if (arguments.wants_json) return print_json(answer->body, out);
    const Result<ForecastList> forecasts = read_forecasts(answer->body);
    if (!forecasts) return fail(forecasts.error());
    out << render_forecasts(*forecasts, look);
    return {};
}

Result<void> show_on_call(ApiClient& api, const Arguments& arguments, const Look& look,
                          std::ostream& out) {
    const Result<Answer> answer = api.get("/api/v1/oncall/now");
    if (!answer) return fail(answer.error());
    if (arguments.wants_json) return print_json(answer->body, out);
    const Result<std::vector<OnCallLine>> lines = read_on_call(answer->body);
    if (!lines) return fail(lines.error());
    out << render_on_call(*lines, look);
    return {};
}

}  // namespace foreshock::cli
