#include "cli/incident_table.hpp"

#include "cli/table.hpp"
#include "cli/words.hpp"

namespace foreshock::cli {
namespace {

constexpr std::size_t host_width_max = 16;

std::string host_words(const IncidentSummary& incident) {
    if (incident.hosts.size() < 2) return incident.host;
    return incident.host + " +" + std::to_string(incident.hosts.size() - 1);
}

std::string age(const IncidentSummary& incident, TimePoint now) {
    return incident.opened_at ? short_duration(now - *incident.opened_at) : "?";
}

std::vector<TableCell> row_of(const IncidentSummary& incident, const Look& look) {
    const Colour colour = incident.is_open ? colour_of_priority(incident.priority) : Colour::dim;
    return {{std::to_string(incident.number)},
            {incident.priority, colour},
            {incident.phase},
            {countdown(incident, look.now), colour},
            {host_words(incident)},
            {incident.title, incident.is_open ? Colour::none : Colour::dim},
            {state_words(incident)},
            {age(incident, look.now)}};
}

}  // namespace

std::string render_incident_table(const std::vector<IncidentSummary>& incidents, const Look& look) {
    const std::vector<TableColumn> columns{
        {"NO"},    {"PRI"}, {"PHASE"}, {"ETA"}, {"HOST", host_width_max}, {"TITLE", 200, true},
        {"STATE"}, {"AGE"}};
    std::vector<std::vector<TableCell>> rows;
    for (const IncidentSummary& incident : incidents)
        rows.push_back(row_of(incident, look));
    return render_table(columns, rows, look);
}

}  // namespace foreshock::cli
