#include "server/incidents/causes.hpp"

#include <algorithm>

#include "server/incidents/enum_names.hpp"

namespace foreshock::incidents {
namespace {

constexpr EnumNames<CauseSource, 2> sources{"cause", {"symptom", "change"}};

constexpr std::size_t names_told_max = 3;

/// One kind at one component, over all hosts of the incident.
struct Candidate {
    const Symptom* first = nullptr;  ///< the one that moved first
    std::vector<std::string> hosts;
    std::vector<std::string> leads_to;
    bool is_active = false;
    std::vector<std::size_t> effects;  ///< candidates that it leads to, over any number of steps
};

class Scale {
public:
    explicit Scale(ProbableCause& cause) : cause_(cause) {}

    void add(double weight, std::string code, std::string text) {
        cause_.score = std::clamp(cause_.score + weight, 0.0, 1.0);
        auto& side = weight > 0 ? cause_.evidence_for : cause_.evidence_against;
        side.push_back({std::move(code), std::move(text)});
    }

private:
    ProbableCause& cause_;
};

bool contains(const std::vector<std::string>& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

std::string name_of(const Symptom& symptom) {
    const std::string& component = symptom.subject.component;
    return component.empty() ? symptom.kind : symptom.kind + " (" + component + ")";
}

void add(const IncidentSymptom& known, std::vector<Candidate>& candidates) {
    const Symptom& symptom = known.symptom;
    auto same = std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& one) {
        return one.first->kind == symptom.kind &&
               one.first->subject.component == symptom.subject.component;
    });
    if (same == candidates.end()) {
        candidates.push_back({&symptom, {}, {}, false, {}});
        same = candidates.end() - 1;
    }
    if (symptom.first_sign < same->first->first_sign) same->first = &symptom;
    if (!contains(same->hosts, symptom.subject.host)) same->hosts.push_back(symptom.subject.host);
    for (const std::string& kind : symptom.leads_to)
        if (!contains(same->leads_to, kind)) same->leads_to.push_back(kind);
    same->is_active = same->is_active || known.is_active();
}

void follow(const std::vector<Candidate>& all, std::size_t from, std::vector<bool>& seen) {
    for (std::size_t to = 0; to < all.size(); ++to) {
        if (seen[to] || !contains(all[from].leads_to, all[to].first->kind)) continue;
        seen[to] = true;
        follow(all, to, seen);
    }
}

/// In order of their first signs, with what each leads to.
std::vector<Candidate> candidates_of(const Incident& incident) {
    std::vector<Candidate> all;
    for (const IncidentSymptom& known : incident.symptoms)
        add(known, all);
    std::stable_sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) {
        return a.first->first_sign < b.first->first_sign;
    });
    for (std::size_t from = 0; from < all.size(); ++from) {
        std::vector<bool> seen(all.size());
        follow(all, from, seen);
        for (std::size_t to = 0; to < all.size(); ++to)
            if (seen[to] && to != from) all[from].effects.push_back(to);
    }
    return all;
}

std::string told_names(const std::vector<Candidate>& all, const std::vector<std::size_t>& which) {
    std::string text;
    for (std::size_t i = 0; i < std::min(which.size(), names_told_max); ++i)
        text += (text.empty() ? "" : ", ") + name_of(*all[which[i]].first);
    if (which.size() > names_told_max) {
        text += " and " + std::to_string(which.size() - names_told_max) + " more";
    }
    return text;
}

void weigh_order(const std::vector<Candidate>& all, std::size_t index, Scale& scale) {
    if (all.size() == 1) return scale.add(0.3, "only_symptom", "no other kind of symptom is here");
    const TimePoint first = all.front().first->first_sign;
    const Duration later = all[index].first->first_sign - first;
    if (later <= Duration{0}) {
        return scale.add(0.3, "moved_first",
                         "its signs began first of " + std::to_string(all.size()) + " kinds");
    }
    const double weight = std::min(0.2, 0.05 * static_cast<double>(index));
    scale.add(-weight, "moved_later",
              "its signs began " + describe_duration(later) + " after those of " +
                  name_of(*all.front().first));
}

void weigh_effects(const std::vector<Candidate>& all, std::size_t index, Scale& scale) {
    const std::vector<std::size_t>& effects = all[index].effects;
    if (effects.empty()) return;
    const double share = static_cast<double>(effects.size()) / static_cast<double>(all.size() - 1);
    scale.add(0.2 + 0.2 * share, "leads_to",
              "the pack says that it leads to " + told_names(all, effects));
    const bool came_before = std::all_of(effects.begin(), effects.end(), [&](std::size_t effect) {
        return all[effect].first->first_sign >= all[index].first->first_sign;
    });
    if (came_before) scale.add(0.1, "before_effects", "it moved before all that it leads to");
}

void weigh_causes(const std::vector<Candidate>& all, std::size_t index, Scale& scale) {
    std::vector<std::size_t> causes;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& effects = all[i].effects;
        const bool leads_here = std::find(effects.begin(), effects.end(), index) != effects.end();
        if (leads_here && all[i].first->first_sign <= all[index].first->first_sign) {
            causes.push_back(i);
        }
    }
    if (causes.empty()) return;
    scale.add(-0.3, "is_effect", "it follows from " + told_names(all, causes));
}

void weigh_place(const std::vector<Candidate>& all, std::size_t index, Scale& scale) {
    const Subject& subject = all[index].first->subject;
    if (subject.component.empty()) {
        return scale.add(-0.05, "whole_host", "it speaks of the host as a whole");
    }
    scale.add(0.05, "one_component", "it names what it is about: " + subject.component);
    const auto others = std::count_if(all.begin(), all.end(), [&](const Candidate& one) {
        return &one != &all[index] && one.first->subject.component == subject.component;
    });
    if (others > 0) {
        scale.add(0.1, "same_component",
                  std::to_string(others) + " more kinds are about " + subject.component);
    }
}

void weigh_changes(const Candidate& candidate, const std::vector<HostChange>& changes,
                   Scale& scale) {
    for (const HostChange& change : changes) {
        if (!names(change, *candidate.first)) continue;
        return scale.add(0.1, "changed_before", describe_change(change) + " came before it");
    }
}

ProbableCause weighed_symptom(const std::vector<Candidate>& all, std::size_t index,
                              const std::vector<HostChange>& changes, bool others_last) {
    const Symptom& symptom = *all[index].first;
    ProbableCause cause{CauseSource::symptom,
                        symptom.kind,
                        symptom.subject.component,
                        all[index].hosts,
                        symptom.first_sign,
                        symptom.sentence,
                        0.2,
                        {},
                        {}};
    Scale scale{cause};
    weigh_order(all, index, scale);
    weigh_effects(all, index, scale);
    weigh_causes(all, index, scale);
    weigh_place(all, index, scale);
    weigh_changes(all[index], changes, scale);
    if (!all[index].is_active && others_last) {
        scale.add(-0.1, "over_already", "it is over while others are still there");
    }
    if (cause.evidence_for.empty()) {
        cause.evidence_for.push_back({"is_here", "it was seen in this incident"});
    }
    return cause;
}

void weigh_closeness(const HostChange& change, TimePoint first_sign, Scale& scale) {
    if (change.at > first_sign) {
        return scale.add(0.15, "noticed_at_once",
                         "noticed " + describe_duration(change.at - first_sign) +
                             " after the first sign, which may be late by a minute");
    }
    const Duration before = first_sign - change.at;
    const double weight = before <= std::chrono::minutes{10} ? 0.35
                          : before <= std::chrono::hours{1}  ? 0.25
                          : before <= std::chrono::hours{6}  ? 0.15
                                                             : 0.05;
    scale.add(weight, "just_before", describe_duration(before) + " before the first sign");
}

void weigh_reach(const HostChange& change, const Incident& incident, Scale& scale) {
    const std::size_t touched = incident.hosts().size();
    if (touched < 2) return;
    const std::string share =
        std::to_string(change.hosts.size()) + " of the " + std::to_string(touched) + " hosts";
    if (change.hosts.size() == touched) {
        scale.add(0.2, "on_all_hosts", "made on " + share);
    } else {
        scale.add(-0.1, "not_on_all_hosts", "made on only " + share);
    }
}

ProbableCause weighed_change(const HostChange& change, const Incident& incident,
                             const std::vector<Candidate>& all) {
    ProbableCause cause{CauseSource::change,
                        change.fact,
                        "",
                        change.hosts,
                        change.at,
                        describe_change(change),
                        0.1,
                        {},
                        {}};
    Scale scale{cause};
    weigh_closeness(change, incident.first_sign_at, scale);
    weigh_reach(change, incident, scale);
    const auto named = std::find_if(
        all.begin(), all.end(), [&](const Candidate& one) { return names(change, *one.first); });
    if (named != all.end()) {
        scale.add(0.3, "names_component", "it is about " + name_of(*named->first));
    } else {
        scale.add(-0.1, "names_nothing", "nothing in it names what the symptoms are about");
    }
    return cause;
}

}  // namespace

std::vector<ProbableCause> probable_causes(const Incident& incident,
                                           const std::vector<HostChange>& changes) {
    const std::vector<Candidate> all = candidates_of(incident);
    const bool any_active = incident.has_active_symptoms();
    std::vector<ProbableCause> causes;
    for (std::size_t i = 0; i < all.size(); ++i)
        causes.push_back(weighed_symptom(all, i, changes, any_active));
    for (const HostChange& change : changes)
        causes.push_back(weighed_change(change, incident, all));
    std::stable_sort(
        causes.begin(), causes.end(),
        [](const ProbableCause& a, const ProbableCause& b) { return a.score > b.score; });
    if (causes.size() > causes_max) causes.resize(causes_max);
    return causes;
}

std::string_view to_string(CauseSource source) {
    return sources.text(source);
}

}  // namespace foreshock::incidents
