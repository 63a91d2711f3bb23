#include "server/incidents/diagnose.hpp"

#include <algorithm>

#include "server/incidents/leading.hpp"

namespace foreshock::incidents {
namespace {

FirstSign first_sign_of(const Symptom& symptom) {
    return {symptom.first_sign, symptom.subject.host, symptom.subject.component,
            symptom.evidence.empty() ? symptom.kind : symptom.evidence.front().signal,
            symptom.sentence};
}

void add_distinct(const std::vector<std::string>& from, std::vector<std::string>& into) {
    for (const std::string& text : from) {
        if (std::find(into.begin(), into.end(), text) == into.end()) into.push_back(text);
    }
}

}  // namespace

Diagnosis diagnose(const Incident& incident) {
    Diagnosis diagnosis;
    for (const IncidentSymptom& known : incident.symptoms) {
        diagnosis.first_signs.push_back(first_sign_of(known.symptom));
        add_distinct(known.symptom.questions, diagnosis.questions);
    }
    std::stable_sort(diagnosis.first_signs.begin(), diagnosis.first_signs.end(),
                     [](const FirstSign& a, const FirstSign& b) { return a.at < b.at; });
    diagnosis.hosts = incident.hosts();
    diagnosis.components = incident.components();
    const IncidentSymptom* leading = leading_symptom(incident);
    if (leading) diagnosis.guide = leading->symptom.guide;
    return diagnosis;
}

}  // namespace foreshock::incidents
