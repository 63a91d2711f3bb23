#include "server/incidents/impact.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace foreshock::incidents {
namespace {

std::string touches(int impact) {
    if (impact == 1) return "the whole host";
    return impact == 2 ? "a service" : "one component";
}

/// What the symptoms do to one service.
struct Stake {
    const Service* service = nullptr;
    std::set<std::string> hosts;  // at stake
    std::string kind;             // of a symptom that touches it
};

/// Active symptoms by whether they touch a service.
struct Sorted {
    std::vector<Stake> stakes;  // by name of the service
    std::vector<const Symptom*> others;
};

Sorted sort_symptoms(const Incident& incident, const ServiceMap& services) {
    Sorted sorted;
    std::map<const Service*, Stake> stakes;
    for (const IncidentSymptom& known : incident.symptoms) {
        if (!known.is_active()) continue;
        const auto touched = services.touched_by(known.symptom);
        if (touched.empty()) sorted.others.push_back(&known.symptom);
        for (const Service* service : touched) {
            Stake& stake = stakes[service];
            stake.service = service;
            if (stake.kind.empty()) stake.kind = known.symptom.kind;
            if (puts_host_at_stake(known.symptom)) stake.hosts.insert(known.symptom.subject.host);
        }
    }
    for (auto& [service, stake] : stakes)
        sorted.stakes.push_back(std::move(stake));
    return sorted;
}

int gravest_hint(const std::vector<const Symptom*>& symptoms, const Symptom*& gravest) {
    int least = 4;
    for (const Symptom* symptom : symptoms) {
        const int hint = std::clamp(symptom->impact, 1, 3);
        if (hint >= least) continue;
        least = hint;
        gravest = symptom;
    }
    return least;
}

std::size_t count_hosts(const std::vector<const Symptom*>& symptoms) {
    std::set<std::string_view> hosts;
    for (const Symptom* symptom : symptoms)
        hosts.insert(symptom->subject.host);
    return hosts.size();
}

Judgement judge_kinds(const std::vector<const Symptom*>& symptoms, const PriorityRules& rules) {
    const Symptom* gravest = nullptr;
    const int hint = gravest_hint(symptoms, gravest);
    Judgement judged{hint, {{"impact.kind", gravest->kind + " touches " + touches(hint)}}};
    const std::size_t hosts = count_hosts(symptoms);
    int by_hosts = 3;
    if (hosts >= rules.hosts_for_impact_two) by_hosts = 2;
    if (hosts >= rules.hosts_for_impact_one) by_hosts = 1;
    if (by_hosts < hint) {
        judged.value = by_hosts;
        judged.reasons.push_back({"impact.hosts", std::to_string(hosts) + " hosts are touched"});
    }
    return judged;
}

struct Scene {
    const PriorityRules& rules;
    const ServiceMap& services;
    const ServiceLoad& load;
};

/// One service, judged.
struct ServiceJudgement {
    int impact = 3;
    bool is_broken = false;  ///< fewer hosts left than are needed
    std::vector<Reason> reasons;
};

std::string are(std::size_t count) {
    return count == 1 ? "1 is" : std::to_string(count) + " are";
}

Reason redundancy_reason(const Stake& stake, const Redundancy& left, std::size_t elsewhere) {
    const std::string& title = stake.service->title;
    if (stake.hosts.empty()) {
        return {"impact.service_touched", stake.kind + " touches " + title + ", none of its " +
                                              std::to_string(left.hosts) + " hosts is at stake"};
    }
    const std::size_t touched = stake.hosts.size();
    std::string text = std::to_string(touched) + " of " + std::to_string(left.hosts) +
                       (left.hosts == 1 ? " host of " : " hosts of ") + title +
                       (touched == 1 ? " is" : " are") + " touched, ";
    if (elsewhere > 0) text += std::to_string(elsewhere) + " more by other incidents, ";
    text += are(left.needed) + " needed";
    if (left.is_enough()) {
        return {"impact.redundancy_left", text + ": " + std::to_string(left.spare()) + " to spare"};
    }
    return {"impact.redundancy_lost", text + ": " + std::to_string(-left.spare()) + " too few"};
}

std::string users_words(std::uint64_t users) {
    return users == 0 ? "" : " and " + std::to_string(users) + " users";
}

int impact_of_weight(int weight, const PriorityRules& rules) {
    if (weight >= rules.weight_for_impact_one) return 1;
    return weight >= rules.weight_for_impact_two ? 2 : 3;
}

std::string names_of(const std::vector<const Service*>& services) {
    std::string text;
    const std::size_t told = std::min(services.size(), services_explained_max);
    for (std::size_t i = 0; i < told; ++i)
        text += (i == 0 ? "" : ", ") + services[i]->title;
    if (told < services.size()) {
        text += " and " + std::to_string(services.size() - told) + " more";
    }
    return text;
}

ServiceJudgement judge_service(const Stake& stake, std::size_t elsewhere, const Scene& scene) {
    const auto& [rules, services, load] = scene;
    const Service& service = *stake.service;
    Redundancy left = services.redundancy(service, stake.hosts);
    left.touched += elsewhere;
    ServiceJudgement judged;
    judged.is_broken = !stake.hosts.empty() && !left.is_enough();
    judged.reasons.push_back(redundancy_reason(stake, left, elsewhere));
    judged.reasons.push_back({"impact.weight", service.title + " has weight " +
                                                   std::to_string(service.weight) +
                                                   users_words(service.users)});
    if (!judged.is_broken) {
        judged.impact = std::min(3, impact_of_weight(service.weight, rules) + 1);
        return judged;
    }
    const auto dependents = services.needed_by(service);
    int weight = service.weight;
    std::uint64_t users = service.users;
    for (const Service* dependent : dependents) {
        weight = std::max(weight, dependent->weight);
        users += dependent->users;
    }
    judged.impact = impact_of_weight(weight, rules);
    if (!dependents.empty()) {
        judged.reasons.push_back(
            {"impact.dependents", names_of(dependents) + " need" +
                                      (dependents.size() == 1 ? "s " : " ") + service.title +
                                      "; the greatest weight " + "is " + std::to_string(weight) +
                                      users_words(users) + " in all"});
    }
    if (users >= rules.users_many && judged.impact > 1) {
        --judged.impact;
        judged.reasons.push_back({"impact.users", std::to_string(users) + " users, from " +
                                                      std::to_string(rules.users_many) +
                                                      " on it is one graver"});
    }
    return judged;
}

std::vector<ServiceJudgement> judge_each(const Incident& incident, const std::vector<Stake>& stakes,
                                         const Scene& scene) {
    std::vector<ServiceJudgement> all;
    for (const Stake& stake : stakes) {
        const std::size_t elsewhere =
            scene.load.others(*stake.service, incident.number, stake.hosts);
        all.push_back(judge_service(stake, elsewhere, scene));
    }
    return all;
}

Judgement judge_services(std::vector<ServiceJudgement> all, const PriorityRules& rules) {
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return std::pair{a.impact, !a.is_broken} < std::pair{b.impact, !b.is_broken};
    });
    Judgement judged{all.front().impact, {}};
    for (std::size_t i = 0; i < std::min(all.size(), services_explained_max); ++i) {
        std::move(all[i].reasons.begin(), all[i].reasons.end(), std::back_inserter(judged.reasons));
    }
    const auto broken = static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const auto& one) { return one.is_broken; }));
    const bool are_many = broken >= rules.services_many && judged.value > 1;
    if (are_many) --judged.value;
    if (are_many || all.size() > services_explained_max) {
        judged.reasons.push_back({"impact.services", std::to_string(all.size()) +
                                                         " services are touched, " + are(broken) +
                                                         " short of hosts" +
                                                         (are_many ? ": one graver" : "")});
    }
    return judged;
}

}  // namespace

bool puts_host_at_stake(const Symptom& symptom) {
    return symptom.severity == Severity::critical ||
           (symptom.severity != Severity::info && symptom.impact <= 2);
}

Judgement judge_impact(const Incident& incident, const PriorityRules& rules,
                       const ServiceMap& services, const ServiceLoad& load) {
    Sorted sorted = sort_symptoms(incident, services);
    if (sorted.stakes.empty()) return judge_kinds(sorted.others, rules);
    Judgement judged =
        judge_services(judge_each(incident, sorted.stakes, {rules, services, load}), rules);
    if (sorted.others.empty()) return judged;
    Judgement by_kind = judge_kinds(sorted.others, rules);
    if (by_kind.value >= judged.value) return judged;
    std::move(judged.reasons.begin(), judged.reasons.end(), std::back_inserter(by_kind.reasons));
    return by_kind;
}

}  // namespace foreshock::incidents
