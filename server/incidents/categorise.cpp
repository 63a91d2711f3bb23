#include "server/incidents/categorise.hpp"

#include <algorithm>

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

constexpr std::size_t name_bytes_max = 64;

}  // namespace

std::string category_path(std::string_view category, std::string_view subcategory) {
    std::string path{category};
    if (!subcategory.empty()) path.append("/").append(subcategory);
    return path;
}

bool is_category_name(std::string_view text) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    if (text.empty() || text.size() > name_bytes_max || !is_letter(text.front())) return false;
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

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
