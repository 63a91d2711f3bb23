#include "server/incidents/correlate.hpp"

#include <algorithm>
#include <array>

#include "server/incidents/scale.hpp"

namespace foreshock::incidents {
namespace {

bool leads_to(const Symptom& cause, const Symptom& effect) {
    return std::find(cause.leads_to.begin(), cause.leads_to.end(), effect.kind) !=
           cause.leads_to.end();
}

void weigh_cause(const Symptom& cause, const Symptom& effect, Scale& scale) {
    if (!leads_to(cause, effect)) return;
    scale.add(0.5, "known_cause", [&] { return cause.kind + " leads to " + effect.kind; });
    if (cause.first_sign > effect.first_sign) return;
    scale.add(0.1, "first_sign_order", [&] {
        const Duration ahead = effect.first_sign - cause.first_sign;
        return cause.kind + " moved first, by " + describe_duration(ahead);
    });
}

// "process shop (pid 42)" and "process shop (pid 43)" are one program.
std::string_view without_pid(std::string_view component) {
    return component.substr(0, component.find(" (pid"));
}

bool has_label(const Symptom& symptom, std::string_view name, std::string_view value) {
    return std::any_of(
        symptom.evidence.begin(), symptom.evidence.end(),
        [&](const Evidence& evidence) { return evidence.labels.get(name) == value; });
}

struct Thing {
    std::string_view name;
    std::string_view value;
};

// A thing that the numbers of both symptoms are about: {"mount", "/var"}.
std::optional<Thing> shared_thing(const Symptom& a, const Symptom& b) {
    constexpr std::array<std::string_view, 6> names{"mount",   "device", "disk",
                                                    "process", "cgroup", "interface"};
    for (const Evidence& evidence : a.evidence) {
        for (const std::string_view name : names) {
            const std::string_view value = evidence.labels.get(name);
            if (!value.empty() && has_label(b, name, value)) return Thing{name, value};
        }
    }
    return std::nullopt;
}

void weigh_subject(const Symptom& a, const Symptom& b, Scale& scale) {
    const auto both_about = [](std::string_view what) {
        return [what] { return "both are about " + std::string{what}; };
    };
    const std::string_view component = a.subject.component;
    if (!component.empty() && component == b.subject.component) {
        return scale.add(0.4, "same_component", both_about(component));
    }
    const std::string_view program = without_pid(component);
    if (component.starts_with("process ") && program == without_pid(b.subject.component)) {
        return scale.add(0.3, "same_process", both_about(program));
    }
    const auto thing = shared_thing(a, b);
    if (thing) scale.add(0.3, "same_" + std::string{thing->name}, both_about(thing->value));
}

void weigh_time(const Symptom& a, const Symptom& b, Scale& scale) {
    const Duration apart = a.onset > b.onset ? a.onset - b.onset : b.onset - a.onset;
    if (apart > std::chrono::minutes{5}) return;
    scale.add(apart <= std::chrono::minutes{1} ? 0.2 : 0.1, "close_in_time",
              [&] { return "raised " + describe_duration(apart) + " apart"; });
}

double weigh(const Symptom& fresh, const Symptom& known, Kinship* in_words) {
    if (fresh.subject.host != known.subject.host) return 0;
    Scale scale{in_words};
    scale.add(0.2, "same_host", [&] { return "both are on " + fresh.subject.host; });
    weigh_cause(fresh, known, scale);
    weigh_cause(known, fresh, scale);
    weigh_subject(fresh, known, scale);
    weigh_time(fresh, known, scale);
    return scale.score();
}

bool still_counts(const IncidentSymptom& known, TimePoint now, Duration window) {
    return known.is_active() || now - *known.cleared_at <= window;
}

}  // namespace

Kinship kinship(const Symptom& fresh, const Symptom& known) {
    Kinship found;
    found.score = weigh(fresh, known, &found);
    return found;
}

double kinship_score(const Symptom& fresh, const Symptom& known) {
    return weigh(fresh, known, nullptr);
}

Kinship best_kinship(const Symptom& fresh, const Incident& incident, TimePoint now,
                     Duration window) {
    const Symptom* best = nullptr;
    double best_score = 0;
    for (const IncidentSymptom& known : incident.symptoms) {
        if (!still_counts(known, now, window)) continue;
        const double score = kinship_score(fresh, known.symptom);
        if (score <= best_score) continue;
        best = &known.symptom;
        best_score = score;
    }
    return best ? kinship(fresh, *best) : Kinship{};
}

}  // namespace foreshock::incidents
