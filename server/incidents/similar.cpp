#include "server/incidents/similar.hpp"

#include <algorithm>

namespace foreshock::incidents {
namespace {

constexpr double kinds_weight = 0.5;
constexpr double component_weight = 0.2;
constexpr double words_weight = 0.2;
constexpr double host_weight = 0.1;
constexpr double rank_worth_telling = 0.5;

using Texts = std::vector<std::string>;

void sort_unique(Texts& texts) {
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

Texts common(const Texts& a, const Texts& b) {
    Texts both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    return both;
}

/// "process shop (pid 42)" is the same program as "process shop (pid 7)".
Texts components_of(const Incident& incident) {
    Texts components = incident.components();
    for (std::string& component : components)
        component.resize(std::min(component.find(" (pid"), component.size()));
    sort_unique(components);
    return components;
}

Texts hosts_of(const Incident& incident) {
    Texts hosts = incident.hosts();
    sort_unique(hosts);
    return hosts;
}

std::string joined(const Texts& texts) {
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? "" : ", ") + text;
    return all;
}

SimilarIncident weighed(const Incident& incident, const PastIncident& past) {
    const Incident& then = past.incident;
    SimilarIncident similar{
        then.id,         then.number, then.title, then.outcome, then.opened_at, then.resolved_at,
        past.resolution, 0,           {}};
    const auto add = [&](double weight, std::string code, std::string text) {
        similar.score += weight;
        similar.reasons.push_back({std::move(code), std::move(text)});
    };
    const Texts now_kinds = kinds_of(incident);
    const Texts then_kinds = kinds_of(then);
    const Texts kinds = common(now_kinds, then_kinds);
    if (!kinds.empty()) {
        const std::size_t all = now_kinds.size() + then_kinds.size() - kinds.size();
        add(kinds_weight * static_cast<double>(kinds.size()) / static_cast<double>(all),
            "same_kinds",
            std::to_string(kinds.size()) + " of " + std::to_string(all) +
                " kinds are the same: " + joined(kinds));
    }
    const Texts components = common(components_of(incident), components_of(then));
    if (!components.empty()) {
        add(component_weight, "same_component", "both are about " + joined(components));
    }
    const Texts hosts = common(hosts_of(incident), hosts_of(then));
    if (!hosts.empty()) add(host_weight, "same_host", "both are on " + joined(hosts));
    if (past.text_rank >= rank_worth_telling) {
        add(words_weight * past.text_rank, "same_words", "its words fit well");
    }
    return similar;
}

}  // namespace

std::vector<std::string> kinds_of(const Incident& incident) {
    Texts kinds;
    for (const IncidentSymptom& known : incident.symptoms)
        kinds.push_back(known.symptom.kind);
    sort_unique(kinds);
    return kinds;
}

std::vector<SimilarIncident> rank_similar(const Incident& incident,
                                          const std::vector<PastIncident>& past) {
    std::vector<SimilarIncident> ranked;
    for (const PastIncident& one : past) {
        if (one.incident.id == incident.id) continue;
        SimilarIncident similar = weighed(incident, one);
        if (similar.score >= similar_score_least) ranked.push_back(std::move(similar));
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const SimilarIncident& a, const SimilarIncident& b) {
                         if (a.score != b.score) return a.score > b.score;
                         return a.number > b.number;
                     });
    if (ranked.size() > similar_max) ranked.resize(similar_max);
    return ranked;
}

}  // namespace foreshock::incidents
