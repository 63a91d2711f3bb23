#include "server/incidents/prioritise.hpp"

namespace foreshock::incidents {

Priority prioritise(const Incident& incident, TimePoint now, const Settings& settings,
                    const ServiceMap& services, const ServiceLoad& load) {
    if (!incident.has_active_symptoms()) return incident.priority;
    Judgement impact = judge_impact(incident, settings.priority, services, load);
    Judgement urgency = judge_urgency(incident, now, settings, services);
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
