#include "server/http/suppression_preview.hpp"

namespace foreshock::http {
namespace {

using incidents::Incident;
using incidents::IncidentSymptom;

void look_at(const Incident& incident, const desk::MatcherSet& matchers,
             const incidents::ServiceMap* services, render::SuppressionPreview& preview) {
    std::size_t active = 0;
    std::size_t hidden = 0;
    for (const IncidentSymptom& known : incident.symptoms) {
        if (!known.is_active()) continue;
        ++active;
        const auto labels = desk::labels_by_service(known.symptom, services);
        if (desk::matches_all(matchers, labels)) ++hidden;
    }
    ++preview.looked_at;
    preview.symptom_count += hidden;
    if (hidden == 0) return;
    (hidden == active ? preview.whole : preview.partly).push_back(incident);
}

}  // namespace

Result<render::SuppressionPreview> preview_hidden(const incidents::IncidentReader& reader,
                                                  const desk::MatcherSet& matchers,
                                                  const incidents::ServiceMap* services) {
    render::SuppressionPreview preview;
    incidents::IncidentQuery query;
    query.only_open = true;
    query.limit = 500;
    while (true) {
        const Result<incidents::IncidentPage> page = reader.list(query);
        if (!page) return fail(page.error());
        for (const Incident& incident : page->incidents)
            look_at(incident, matchers, services, preview);
        if (page->next_cursor.empty()) return preview;
        if (preview.looked_at >= preview_incidents_max) {
            preview.is_complete = false;
            return preview;
        }
        query.cursor = page->next_cursor;
    }
}

}  // namespace foreshock::http
