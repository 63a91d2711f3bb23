#include "server/incidents/threshold.hpp"

#include <algorithm>

#include "core/glob.hpp"

namespace foreshock::incidents {
namespace {

std::uint64_t symptom_count(const Incident& incident) {
    return incident.symptoms.size() + incident.symptoms_beyond;
}

bool is_reached(const ThresholdRule& rule, const Incident& incident) {
    return host_count(incident) >= rule.hosts && symptom_count(incident) >= rule.symptoms;
}

bool matches_all(const ThresholdRule& rule, const Incident& incident) {
    if (incident.symptoms.empty()) return false;
    return std::all_of(
        incident.symptoms.begin(), incident.symptoms.end(),
        [&](const IncidentSymptom& known) { return matches_glob(known.symptom.kind, rule.kinds); });
}

}  // namespace

const ThresholdRule* held_back_by(const Incident& incident, const Settings& settings,
                                  ThresholdRule::Effect effect) {
    const auto found = std::find_if(
        settings.thresholds.begin(), settings.thresholds.end(), [&](const ThresholdRule& rule) {
            return rule.effect == effect && matches_all(rule, incident) &&
                   !is_reached(rule, incident);
        });
    return found == settings.thresholds.end() ? nullptr : &*found;
}

std::string describe(const ThresholdRule& rule, const Incident& incident) {
    return std::to_string(host_count(incident)) + " of the " + std::to_string(rule.hosts) +
           " hosts and " + std::to_string(symptom_count(incident)) + " of the " +
           std::to_string(rule.symptoms) + " symptoms that " + rule.kinds + " needs";
}

}  // namespace foreshock::incidents
