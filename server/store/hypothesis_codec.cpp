#include "server/store/hypothesis_codec.hpp"

#include <stdexcept>

#include <nlohmann/json.hpp>

namespace foreshock::store {
namespace {

using incidents::Hypothesis;
using incidents::HypothesisEvidence;
using incidents::HypothesisState;

HypothesisState state_from(const Json& json) {
    const auto state = incidents::parse_hypothesis_state(json.get<std::string>());
    if (!state) throw std::out_of_range{state.error().what};
    return *state;
}

Json evidence_to_json(const HypothesisEvidence& evidence) {
    return {{"at", time_to_json(evidence.at)},
            {"actor", evidence.actor},
            {"text", evidence.text},
            {"state", to_string(evidence.state)}};
}

HypothesisEvidence evidence_from_json(const Json& json) {
    return {time_from_json(json.at("at")), json.at("actor").get<std::string>(),
            json.at("text").get<std::string>(), state_from(json.at("state"))};
}

Json hypothesis_to_json(const Hypothesis& hypothesis) {
    return {{"id", hypothesis.id},
            {"text", hypothesis.text},
            {"author", hypothesis.author},
            {"at", time_to_json(hypothesis.at)},
            {"state", to_string(hypothesis.state)},
            {"evidence", list_to_json(hypothesis.evidence, evidence_to_json)}};
}

Hypothesis hypothesis_from_json(const Json& json) {
    return {json.at("id").get<std::string>(),
            json.at("text").get<std::string>(),
            json.at("author").get<std::string>(),
            time_from_json(json.at("at")),
            state_from(json.at("state")),
            list_from_json(json.at("evidence"), evidence_from_json)};
}

}  // namespace

Json hypotheses_to_json(const std::vector<Hypothesis>& hypotheses) {
    return list_to_json(hypotheses, hypothesis_to_json);
}

std::vector<Hypothesis> hypotheses_from_json(const Json& incident) {
    const auto found = incident.find("hypotheses");
    if (found == incident.end()) return {};
    return list_from_json(*found, hypothesis_from_json);
}

}  // namespace foreshock::store
