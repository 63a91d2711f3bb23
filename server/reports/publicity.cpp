#include "server/reports/publicity.hpp"

#include <algorithm>
#include <set>

#include "server/incidents/links.hpp"
#include "server/incidents/restricted.hpp"

namespace foreshock::reports {
namespace {

using incidents::Incident;
using incidents::Service;

struct ByName {
    bool operator()(const Service* a, const Service* b) const { return a->name < b->name; }
};

}  // namespace

bool may_be_public(const Incident& incident) {
    return !incidents::is_restricted(incident) && incident.outcome != incidents::Outcome::merged &&
           incident.outcome != incidents::Outcome::dismissed && !incident.is_muted() &&
           !incidents::is_duplicate(incident);
}

std::vector<const Service*> public_services_of(const Incident& incident,
                                               const incidents::ServiceMap& services) {
    const bool is_there = incident.occurred || !incident.reporting.public_words.empty();
    if (!may_be_public(incident) || !is_there) return {};
    std::set<const Service*, ByName> found;
    const auto add = [&](const Service* service) {
        if (service && service->is_public) found.insert(service);
    };
    for (const incidents::IncidentSymptom& known : incident.symptoms) {
        for (const Service* touched : services.touched_by(known.symptom)) {
            add(touched);
            if (incident.priority.level > 2) continue;
            for (const Service* dependent : services.needed_by(*touched))
                add(dependent);
        }
    }
    for (const incidents::IncidentReport& report : incident.reporting.reports)
        add(services.find(report.service));
    return {found.begin(), found.end()};
}

}  // namespace foreshock::reports
