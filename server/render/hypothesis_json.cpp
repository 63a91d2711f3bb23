#include "server/render/hypothesis_json.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::render {
namespace {

Json evidence_json(const incidents::HypothesisEvidence& evidence) {
    return {{"at", format_rfc3339(evidence.at)},
            {"actor", evidence.actor},
            {"state", to_string(evidence.state)},
            {"text", evidence.text}};
}

}  // namespace

Json hypothesis_list(const std::vector<incidents::Hypothesis>& hypotheses) {
    Json list = Json::array();
    for (const incidents::Hypothesis& hypothesis : hypotheses) {
        Json evidence = Json::array();
        for (const incidents::HypothesisEvidence& one : hypothesis.evidence)
            evidence.push_back(evidence_json(one));
        list.push_back({{"id", hypothesis.id},
                        {"text", hypothesis.text},
                        {"author", hypothesis.author},
                        {"at", format_rfc3339(hypothesis.at)},
                        {"state", to_string(hypothesis.state)},
                        {"evidence", std::move(evidence)}});
    }
    return list;
}

}  // namespace foreshock::render
