#include "server/incidents/prioritise.hpp"

#include <algorithm>

namespace foreshock::incidents {
namespace {

struct Judgement {
    int value = 3;
    Reason reason;
};

bool has_countdown(const Symptom& symptom) {
    return symptom.phase == Phase::impending && symptom.forecast &&
           symptom.severity != Severity::info;
}

std::string touches(int impact) {
    if (impact == 1) return "the whole host";
    return impact == 2 ? "a service" : "one component";
}

Judgement impact_of_kinds(const Incident& incident) {
    int gravest = 4;
    const Symptom* symptom = nullptr;
    for (const IncidentSymptom& known : incident.symptoms) {
        const int hint = std::clamp(known.symptom.impact, 1, 3);
        if (!known.is_active() || hint >= gravest) continue;
        gravest = hint;
        symptom = &known.symptom;
    }
    return {gravest, {"impact.kind", symptom->kind + " touches " + touches(gravest)}};
}

std::size_t active_host_count(const Incident& incident) {
    std::vector<std::string_view> hosts;
    for (const IncidentSymptom& known : incident.symptoms) {
        if (known.is_active()) hosts.push_back(known.symptom.subject.host);
    }
    std::sort(hosts.begin(), hosts.end());
    return static_cast<std::size_t>(std::unique(hosts.begin(), hosts.end()) - hosts.begin());
}

int impact_of_hosts(std::size_t count) {
    if (count >= hosts_for_impact_one) return 1;
    return count >= hosts_for_impact_two ? 2 : 3;
}

int urgency_of_time_left(Duration left, const Settings& settings, int before) {
    const Duration urgent = settings.urgent_within;
    const Duration soon = settings.soon_within;
    if (left <= (before == 1 ? urgent + urgent / 4 : urgent)) return 1;
    return left <= (before <= 2 ? soon + soon / 4 : soon) ? 2 : 3;
}

std::string time_left_words(const Symptom& symptom, TimePoint now) {
    const Duration left = symptom.forecast->expected - now;
    const std::string what = symptom.forecast->disruption;
    if (left <= Duration{0}) return "expected by now: " + what;
    return "expected in " + describe_duration(left) + ": " + what;
}

int urgency_without_time(const Symptom& symptom) {
    if (symptom.severity == Severity::info) return 3;
    const int calm = symptom.phase == Phase::occurring ? 2 : 3;
    return symptom.severity == Severity::critical ? calm - 1 : calm;
}

int urgency_of(const Symptom& symptom, TimePoint now, const Settings& settings, int before) {
    const int without_time = urgency_without_time(symptom);
    if (!has_countdown(symptom)) return without_time;
    const Duration left = symptom.forecast->expected - now;
    return std::min(without_time, urgency_of_time_left(left, settings, before));
}

Reason reason_without_time(const Symptom& symptom) {
    if (symptom.severity == Severity::info) {
        return {"urgency.info", symptom.kind + " is for information"};
    }
    const bool occurring = symptom.phase == Phase::occurring;
    const std::string suffix = symptom.severity == Severity::critical ? "_critical" : "";
    const std::string severity{to_string(symptom.severity)};
    if (occurring) {
        return {"urgency.occurring" + suffix,
                symptom.kind + " is happening now, severity " + severity};
    }
    return {"urgency.impending" + suffix,
            symptom.kind + " is on its way, without a time, severity " + severity};
}

Reason reason_of_urgency(const Symptom& symptom, TimePoint now, const Settings& settings,
                         int urgency) {
    if (!has_countdown(symptom)) return reason_without_time(symptom);
    const std::string words = time_left_words(symptom, now);
    if (urgency == 1) return {"urgency.near", words};
    if (urgency == 3) return {"urgency.distant", words};
    if (urgency_of_time_left(symptom.forecast->expected - now, settings, 2) == 2) {
        return {"urgency.soon", words};
    }
    return {"urgency.impending_critical", "critical, though not near; " + words};
}

Judgement most_urgent(const Incident& incident, TimePoint now, const Settings& settings) {
    const Symptom* most = nullptr;
    int urgency = 4;
    for (const IncidentSymptom& known : incident.symptoms) {
        if (!known.is_active()) continue;
        const int one = urgency_of(known.symptom, now, settings, incident.priority.urgency);
        if (one >= urgency) continue;
        most = &known.symptom;
        urgency = one;
    }
    return {urgency, reason_of_urgency(*most, now, settings, urgency)};
}

}  // namespace

Priority prioritise(const Incident& incident, TimePoint now, const Settings& settings) {
    if (!incident.has_active_symptoms()) return incident.priority;
    const Judgement kinds = impact_of_kinds(incident);
    const Judgement urgency = most_urgent(incident, now, settings);
    Priority priority;
    priority.reasons.push_back(kinds.reason);
    const std::size_t hosts = active_host_count(incident);
    priority.impact = std::min(kinds.value, impact_of_hosts(hosts));
    if (priority.impact < kinds.value) {
        priority.reasons.push_back({"impact.hosts", std::to_string(hosts) + " hosts are touched"});
    }
    priority.urgency = urgency.value;
    priority.reasons.push_back(urgency.reason);
    priority.level = settings.matrix[static_cast<std::size_t>(priority.impact - 1)]
                                    [static_cast<std::size_t>(priority.urgency - 1)];
    priority.reasons.push_back({"matrix", "impact " + std::to_string(priority.impact) +
                                              " and urgency " + std::to_string(priority.urgency) +
                                              " make P" + std::to_string(priority.level)});
    return priority;
}

std::optional<TimePoint> next_urgency_change(const Incident& incident, const Settings& settings) {
    const int urgency = incident.priority.urgency;
    if (urgency <= 1) return std::nullopt;
    const Duration bound = urgency == 2 ? settings.urgent_within : settings.soon_within;
    std::optional<TimePoint> next;
    for (const IncidentSymptom& known : incident.symptoms) {
        if (!known.is_active() || !has_countdown(known.symptom)) continue;
        const TimePoint at = known.symptom.forecast->expected - bound;
        if (!next || at < *next) next = at;
    }
    return next;
}

}  // namespace foreshock::incidents
