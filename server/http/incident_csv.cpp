#include "server/http/incident_csv.hpp"

#include <optional>

#include "server/render/csv_cell.hpp"
#include "server/render/incident_json.hpp"

namespace foreshock::http {
namespace {

constexpr std::string_view header =
    "reference,priority,state,phase,severity,category,subcategory,hosts,components,title,sentence,"
    "owner,first_sign_at,opened_at,updated_at,expected_at,resolved_at,closed_at\r\n";

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts)
        text += (text.empty() ? "" : "; ") + part;
    return text;
}

std::string time_or_empty(const std::optional<TimePoint>& at) {
    return at ? format_rfc3339(*at) : std::string{};
}

std::string row(const incidents::Incident& incident) {
    const std::optional<TimePoint> expected =
        incident.forecast ? std::optional{incident.forecast->expected} : std::nullopt;
    const std::vector<std::string> cells = {
        render::incident_reference(incident.number),
        "P" + std::to_string(incident.priority.level),
        std::string{to_string(incident.state)},
        std::string{to_string(incident.phase)},
        std::string{to_string(incident.severity)},
        incident.category,
        incident.subcategory,
        joined(incident.hosts()),
        joined(incident.components()),
        incident.title,
        incident.sentence,
        incident.owner,
        format_rfc3339(incident.first_sign_at),
        format_rfc3339(incident.opened_at),
        format_rfc3339(incident.updated_at),
        time_or_empty(expected),
        time_or_empty(incident.resolved_at),
        time_or_empty(incident.closed_at),
    };
    std::string line;
    for (const std::string& text : cells)
        line += (line.empty() ? "" : ",") + render::csv_cell(text);
    return line + "\r\n";
}

}  // namespace

std::string incidents_csv(const std::vector<incidents::Incident>& list) {
    std::string text{header};
    for (const incidents::Incident& incident : list)
        text += row(incident);
    return text;
}

}  // namespace foreshock::http
