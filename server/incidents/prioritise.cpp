#include "server/incidents/prioritise.hpp"

#include "server/incidents/report_priority.hpp"

namespace foreshock::incidents {

Priority prioritise(const Incident& incident, TimePoint now, const Settings& settings,
                    const ServiceMap& services, const ServiceLoad& load) {
    const bool is_reported_only = incident.symptoms.empty() && !incident.reporting.reports.empty();
    if (!is_reported_only && !incident.has_active_symptoms()) return incident.priority;
    Judgement impact = is_reported_only
                           ? judge_reported_impact(incident, settings.priority, services)
                           : judge_impact(incident, settings.priority, services, load);
    Judgement urgency = is_reported_only ? judge_reported_urgency(incident, now, services)
                                         : judge_urgency(incident, now, settings, services);
    count_reporters(incident, settings.priority, impact);
    Priority priority;
    priority.impact = impact.value;
    priority.urgency = urgency.value;
    priority.level = settings.matrix[static_cast<std::size_t>(impact.value - 1)]
                                    [static_cast<std::size_t>(urgency.value - 1)];
    priority.reasons = std::move(impact.reasons);
    std::move(urgency.reasons.begin(), urgency.reasons.end(), std::back_inserter(priority.reasons));
    priority.reasons.push_back({"matrix", "impact " + std::to_string(priority.impact) +
                                              " and urgency " + std::to_string(priority.urgency) +
                                              " make P" + std::to_string(priority.level)});
    return priority;
}

}  // namespace foreshock::incidents
