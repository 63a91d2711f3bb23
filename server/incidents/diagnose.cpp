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

std::string earliest_snapshot(const Incident& incident) {
    const Symptom* earliest = nullptr;
    for (const IncidentSymptom& known : incident.symptoms) {
        const Symptom& symptom = known.symptom;
        if (!symptom.snapshot) continue;
        if (!earliest || symptom.snapshot->taken_at < earliest->snapshot->taken_at) {
            earliest = &symptom;
        }
    }
    return earliest ? earliest->id : std::string{};
}

}  // namespace

Diagnosis diagnose(const Incident& incident, const DiagnosisContext& context) {
    Diagnosis diagnosis;
    for (const IncidentSymptom& known : incident.symptoms)
        diagnosis.first_signs.push_back(first_sign_of(known.symptom));
    std::stable_sort(diagnosis.first_signs.begin(), diagnosis.first_signs.end(),
                     [](const FirstSign& a, const FirstSign& b) { return a.at < b.at; });
    diagnosis.hosts = incident.hosts();
    diagnosis.components = incident.components();
    diagnosis.snapshot_of = earliest_snapshot(incident);
    diagnosis.changes = changes_before(incident, context.hosts);
    diagnosis.causes = probable_causes(incident, diagnosis.changes);
    diagnosis.prefilled_questions = prefilled_questions(incident, diagnosis.changes);
    for (const Question& question : diagnosis.prefilled_questions)
        diagnosis.questions.push_back(question.text);
    const IncidentSymptom* leading = leading_symptom(incident);
    if (leading) diagnosis.guide = leading->symptom.guide;
    diagnosis.similar = rank_similar(incident, context.past);
    diagnosis.fixes = suggested_fixes(incident, context.known_errors);
    return diagnosis;
}

}  // namespace foreshock::incidents
