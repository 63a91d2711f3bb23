#include "cli/incident_call.hpp"

#include <ostream>

#include "cli/incident.hpp"
#include "cli/incident_view.hpp"

namespace foreshock::cli {

std::string incident_path(const std::string& id) {
    return "/api/v1/incidents/" + url_encode(id);
}

std::string joined(const std::vector<std::string>& values) {
    std::string text;
    for (const std::string& value : values)
        text += (text.empty() ? "" : ",") + value;
    return text;
}

Result<void> act_on_incident(ApiClient& api, const std::string& id, const std::string& verb,
                             const std::vector<std::pair<std::string, std::string>>& fields,
                             const Look& look, std::ostream& out) {
    const auto answer = api.post(incident_path(id) + "/" + verb, json_object(fields));
    if (!answer) return fail(answer.error());
    const Result<IncidentSummary> incident = read_incident_summary(answer->body);
    if (!incident) return fail(incident.error());
    out << render_incident_line(*incident, look);
    return {};
}

Result<void> print_json(const std::string& json, std::ostream& out) {
    const Result<std::string> text = indent_json(json);
    if (!text) return fail(text.error());
    out << *text << "\n";
    return {};
}

}  // namespace foreshock::cli
