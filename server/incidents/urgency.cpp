#include "server/incidents/urgency.hpp"

#include <algorithm>

namespace foreshock::incidents {
namespace {

constexpr std::string_view outside_hours = "urgency.outside_hours";

bool has_countdown(const Symptom& symptom) {
    return symptom.phase == Phase::impending && symptom.forecast &&
           symptom.severity != Severity::info;
}

/// What it was before hours of services made it lower.
int urgency_of_itself(const Priority& priority) {
    const bool is_lowered =
        std::any_of(priority.reasons.begin(), priority.reasons.end(),
                    [](const Reason& reason) { return reason.code == outside_hours; });
    return is_lowered ? priority.urgency - 1 : priority.urgency;
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

struct MostUrgent {
    const Symptom* symptom = nullptr;
    int urgency = 4;
};

MostUrgent most_urgent(const Incident& incident, TimePoint now, const Settings& settings) {
    const int before = urgency_of_itself(incident.priority);
    MostUrgent most;
    for (const IncidentSymptom& known : incident.symptoms) {
        if (!known.is_active()) continue;
        const int one = urgency_of(known.symptom, now, settings, before);
        if (one < most.urgency) most = {&known.symptom, one};
    }
    return most;
}

bool has_critical(const Incident& incident) {
    return std::any_of(incident.symptoms.begin(), incident.symptoms.end(),
                       [](const IncidentSymptom& known) {
                           return known.is_active() && known.symptom.severity == Severity::critical;
                       });
}

std::vector<const Service*> touched_services(const Incident& incident, const ServiceMap& services) {
    std::vector<const Service*> all;
    for (const IncidentSymptom& known : incident.symptoms) {
        if (!known.is_active()) continue;
        const auto some = services.touched_by(known.symptom);
        all.insert(all.end(), some.begin(), some.end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

/// Why nobody is served now; nothing when somebody is, or will be when the disruption comes.
std::optional<Reason> outside_all_hours(const std::vector<const Service*>& touched,
                                        const Symptom& symptom, TimePoint now) {
    std::optional<TimePoint> opens;
    for (const Service* service : touched) {
        if (is_in_hours(*service, now)) return std::nullopt;
        if (has_countdown(symptom) && symptom.forecast->expected > now &&
            is_in_hours(*service, symptom.forecast->expected)) {
            return std::nullopt;
        }
        const auto next = next_hours_change(*service, now);
        if (next && (!opens || *next < *opens)) opens = next;
    }
    std::string names = touched.front()->title;
    if (touched.size() == 2) names += " and " + touched.back()->title;
    if (touched.size() > 2) names += " and " + std::to_string(touched.size() - 1) + " more";
    return Reason{std::string{outside_hours},
                  names + (touched.size() == 1 ? " is" : " are") + " out of service hours" +
                      (opens ? " until " + format_rfc3339(*opens) : "")};
}

}  // namespace

Judgement judge_urgency(const Incident& incident, TimePoint now, const Settings& settings,
                        const ServiceMap& services) {
    const auto [symptom, urgency] = most_urgent(incident, now, settings);
    Judgement judged{urgency, {reason_of_urgency(*symptom, now, settings, urgency)}};
    if (urgency == 3 || services.services().empty() || has_critical(incident)) return judged;
    const auto touched = touched_services(incident, services);
    if (touched.empty()) return judged;
    auto outside = outside_all_hours(touched, *symptom, now);
    if (!outside) return judged;
    ++judged.value;
    judged.reasons.push_back(std::move(*outside));
    return judged;
}

std::optional<TimePoint> next_urgency_change(const Incident& incident, const Settings& settings) {
    const int urgency = urgency_of_itself(incident.priority);
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
