#include "server/render/triage_json.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::render {
namespace {

using Json = nlohmann::ordered_json;

Json judgement_json(const triage::Judgement& judgement) {
    Json words = Json::array();
    for (const triage::Clue& clue : judgement.clues)
        words.push_back({{"word", clue.word}, {"weight", clue.weight}});
    return {{"label", judgement.label},
            {"likeliest", judgement.likeliest},
            {"confidence", judgement.confidence},
            {"words", std::move(words)}};
}

}  // namespace

std::string triage_json(const triage::Triage& triage) {
    const Json json{{"intent", judgement_json(triage.intent)},
                    {"category", judgement_json(triage.category)}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace foreshock::render
