#include "server/render/diagnosis_json.hpp"

#include <nlohmann/json.hpp>

#include "server/render/incident_json.hpp"
#include "server/render/known_error_json.hpp"

namespace foreshock::render {
namespace {

Json first_sign_json(const incidents::FirstSign& sign) {
    return {{"at", format_rfc3339(sign.at)},
            {"host", sign.host},
            {"component", sign.component},
            {"signal", sign.signal},
            {"sentence", sign.sentence}};
}

Json change_json(const incidents::HostChange& change) {
    return {{"at", format_rfc3339(change.at)},
            {"fact", change.fact},
            {"from", change.from},
            {"to", change.to},
            {"hosts", change.hosts}};
}

Json cause_json(const incidents::ProbableCause& cause) {
    return {{"source", to_string(cause.source)},
            {"what", cause.what},
            {"component", cause.component},
            {"hosts", cause.hosts},
            {"at", format_rfc3339(cause.at)},
            {"sentence", cause.sentence},
            {"score", cause.score},
            {"evidence_for", reason_list(cause.evidence_for)},
            {"evidence_against", reason_list(cause.evidence_against)}};
}

Json question_json(const incidents::Question& question) {
    return {{"question", question.text}, {"known", question.known}};
}

Json similar_json(const incidents::SimilarIncident& similar) {
    return {{"id", similar.id},
            {"reference", incident_reference(similar.number)},
            {"title", similar.title},
            {"outcome", to_string(similar.outcome)},
            {"opened_at", format_rfc3339(similar.opened_at)},
            {"resolved_at", time_json(similar.resolved_at)},
            {"resolution", similar.resolution},
            {"score", similar.score},
            {"reasons", reason_list(similar.reasons)}};
}

Json fix_json(const incidents::SuggestedFix& fix) {
    Json json = known_error_form(fix.known_error);
    json["reasons"] = reason_list(fix.reasons);
    return json;
}

template <class Item>
Json list_json(const std::vector<Item>& items, Json (*form)(const Item&)) {
    Json list = Json::array();
    for (const Item& item : items)
        list.push_back(form(item));
    return list;
}

}  // namespace

Json diagnosis_json(const incidents::Diagnosis& diagnosis) {
    Json json;
    json["first_signs"] = list_json(diagnosis.first_signs, first_sign_json);
    json["scope"] = {{"hosts", diagnosis.hosts}, {"components", diagnosis.components}};
    json["snapshot_of"] =
        diagnosis.snapshot_of.empty() ? Json(nullptr) : Json(diagnosis.snapshot_of);
    json["changes"] = list_json(diagnosis.changes, change_json);
    json["causes"] = list_json(diagnosis.causes, cause_json);
    json["questions"] = diagnosis.questions;
    json["prefilled_questions"] = list_json(diagnosis.prefilled_questions, question_json);
    json["guide"] = diagnosis.guide;
    json["similar"] = list_json(diagnosis.similar, similar_json);
    json["known_errors"] = list_json(diagnosis.fixes, fix_json);
    return json;
}

}  // namespace foreshock::render
