#include "server/incidents/categorise.hpp"

namespace foreshock::incidents {
namespace {

const Symptom* first_with_category(const Incident& incident) {
    const Symptom* first = nullptr;
    for (const IncidentSymptom& known : incident.symptoms) {
        const Symptom& symptom = known.symptom;
        if (symptom.category.empty()) continue;
        if (!first || symptom.first_sign < first->first_sign) first = &symptom;
    }
    return first;
}

}  // namespace

Category categorise(const Incident& incident) {
    if (!incident.category.empty() && incident.category != uncategorised) {
        return {incident.category,
                incident.subcategory,
                {"category.kept", "the category it was given at first"}};
    }
    const Symptom* symptom = first_with_category(incident);
    if (!symptom) {
        return {std::string{uncategorised}, "", {"category.none", "no pack names a category"}};
    }
    return {symptom->category,
            symptom->subcategory,
            {"category.kind", "the pack puts " + symptom->kind + " there"}};
}

}  // namespace foreshock::incidents
