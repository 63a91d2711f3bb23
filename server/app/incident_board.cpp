#include "server/app/incident_board.hpp"

#include <algorithm>

namespace foreshock::app {
namespace {

std::vector<http::Eta> etas_of(const incidents::Incident& incident) {
    std::vector<http::Eta> etas;
    for (const incidents::IncidentSymptom& one : incident.symptoms) {
        const Symptom& symptom = one.symptom;
        if (one.cleared_at || !symptom.forecast || symptom.phase != Phase::impending) continue;
        etas.push_back({incident.number, symptom.subject.host, symptom.subject.component,
                        symptom.kind, symptom.forecast->expected});
    }
    return etas;
}

}  // namespace

void IncidentBoard::note(const incidents::Incident& incident) {
    if (incident.state == incidents::IncidentState::closed) {
        rows_.erase(incident.id);
        return;
    }
    const bool is_open = incident.is_open();
    rows_.insert_or_assign(incident.id,
                           Row{incident.state, incident.priority.level, is_open,
                               is_open ? incident.hosts() : std::vector<std::string>{},
                               is_open ? etas_of(incident) : std::vector<http::Eta>{}});
}

void IncidentBoard::count(http::Status& status) const {
    for (const auto& [id, row] : rows_) {
        ++status.incidents[{std::string{to_string(row.state)}, row.priority}];
        for (const std::string& host : row.hosts)
            ++status.open_incidents_by_host[host];
        status.etas.insert(status.etas.end(), row.etas.begin(), row.etas.end());
    }
    std::sort(status.etas.begin(), status.etas.end(),
              [](const http::Eta& a, const http::Eta& b) { return a.expected < b.expected; });
    if (status.etas.size() > http::Status::etas_max) status.etas.resize(http::Status::etas_max);
}

}  // namespace foreshock::app
