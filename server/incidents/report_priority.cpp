#include "server/incidents/report_priority.hpp"

#include <algorithm>
#include <set>

namespace foreshock::incidents {
namespace {

std::set<const Service*> services_meant(const Incident& incident, const ServiceMap& services) {
    std::set<const Service*> meant;
    for (const IncidentReport& report : incident.reporting.reports) {
        const Service* service = services.find(report.service);
        if (service) meant.insert(service);
    }
    return meant;
}

int impact_of_weight(int weight, const PriorityRules& rules) {
    if (weight >= rules.weight_for_impact_one) return 1;
    return weight >= rules.weight_for_impact_two ? 2 : 3;
}

Judgement judge_service(const Service& service, const PriorityRules& rules,
                        const ServiceMap& services) {
    int weight = service.weight;
    std::uint64_t users = service.users;
    for (const Service* dependent : services.needed_by(service)) {
        weight = std::max(weight, dependent->weight);
        users += dependent->users;
    }
    const bool are_many = users >= rules.users_many;
    Judgement judged{impact_of_weight(weight, rules), {}};
    if (are_many && judged.value > 1) --judged.value;
    judged.reasons.push_back(
        {"impact.reported_service",
         "users report trouble with " + service.title + ", which has weight " +
             std::to_string(service.weight) +
             (users == 0 ? ""
                         : " and " + std::to_string(users) + " users, itself or through others")});
    return judged;
}

}  // namespace

Judgement judge_reported_impact(const Incident& incident, const PriorityRules& rules,
                                const ServiceMap& services) {
    Judgement gravest{3, {{"impact.reported", "users report it, and no service is named"}}};
    for (const Service* service : services_meant(incident, services)) {
        Judgement judged = judge_service(*service, rules, services);
        const bool is_first = gravest.reasons.front().code == "impact.reported";
        if (is_first || judged.value < gravest.value) gravest = std::move(judged);
    }
    return gravest;
}

Judgement judge_reported_urgency(const Incident& incident, TimePoint now,
                                 const ServiceMap& services) {
    const auto meant = services_meant(incident, services);
    const bool is_out_of_hours =
        !meant.empty() && std::none_of(meant.begin(), meant.end(), [&](const Service* service) {
            return is_in_hours(*service, now);
        });
    if (is_out_of_hours) {
        return {3, {{"urgency.out_of_hours", "users report it outside the hours of service"}}};
    }
    return {2, {{"urgency.reported", "users are disturbed by it now"}}};
}

void count_reporters(const Incident& incident, const PriorityRules& rules, Judgement& impact) {
    std::set<std::string_view> people;
    for (const IncidentReport& report : incident.reporting.reports) {
        people.insert(!report.contact.empty()    ? report.contact
                      : !report.reporter.empty() ? report.reporter
                                                 : report.id);
    }
    if (people.size() < rules.reporters_many || impact.value == 1) return;
    --impact.value;
    impact.reasons.push_back(
        {"impact.reporters", std::to_string(people.size()) + " people reported it: one graver"});
}

}  // namespace foreshock::incidents
