#pragma once

#include "server/incidents/incident.hpp"

namespace foreshock::test {

inline TimePoint at_second(int second) {
    return from_unix_ms(1'790'000'000'000) + std::chrono::seconds{second};
}

/// A leak of descriptors that is about to hit its limit, with all that a symptom can carry.
inline Symptom leaking_symptom() {
    Symptom symptom;
    symptom.id = "sym-1";
    symptom.kind = "process.files.exhaustion";
    symptom.category = "process";
    symptom.subcategory = "files";
    symptom.subject = {"web-1", "process shop (pid 42)"};
    symptom.severity = Severity::critical;
    symptom.first_sign = at_second(-30);
    symptom.onset = at_second(0);
    symptom.observed_at = at_second(5);
    symptom.forecast = Forecast{"open() fails",
                                at_second(5),
                                at_second(90),
                                at_second(100),
                                at_second(120),
                                0.9,
                                120,
                                256,
                                1.25};
    symptom.evidence = {{"process.files.open_count", Labels{{"process", "shop"}}, 120, 256,
                         std::chrono::seconds{40}, "grew 1.2 per second"}};
    symptom.reason = "slopes_agree";
    symptom.sentence = "shop will run out of files";
    symptom.guide = "Look at its open files.";
    symptom.questions = {"Was shop deployed today?"};
    symptom.leads_to = {"service.down"};
    symptom.snapshot = HostSnapshot{
        at_second(1), {{"processes by open files", {"pid", "name"}, {{"42", "shop"}}, 0}}};
    return symptom;
}

inline incidents::Incident leaking_incident() {
    incidents::Incident incident;
    incident.id = "inc-00000000000000aa";
    incident.number = 42;
    incident.revision = 7;
    incident.title = "shop on web-1 will run out of files";
    incident.sentence = "shop will run out of files";
    incident.severity = Severity::critical;
    incident.category = "process";
    incident.subcategory = "files";
    incident.category_reasons = {{"category.kind", "the pack puts it there"}};
    incident.priority = {2, 2, 1, {{"urgency.soon", "disruption in 2 min"}}};
    const Symptom symptom = leaking_symptom();
    incident.forecast = symptom.forecast;
    incident.first_sign_at = at_second(-30);
    incident.opened_at = at_second(1);
    incident.updated_at = at_second(6);
    incident.announced_at = at_second(4);
    incidents::IncidentSymptom known;
    known.symptom = symptom;
    known.received_at = at_second(1);
    known.joined_because = {{"opened", "first symptom"}};
    incident.symptoms = {known};
    return incident;
}

}  // namespace foreshock::test
