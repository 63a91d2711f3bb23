#include "server/incidents/hypothesis.hpp"

#include "server/incidents/enum_names.hpp"

namespace foreshock::incidents {
namespace {

constexpr EnumNames<HypothesisState, 4> states{"state of a hypothesis",
                                               {"proposed", "supported", "refuted", "accepted"}};

}  // namespace

bool may_become(HypothesisState from, HypothesisState to) {
    if (from == HypothesisState::accepted || to == HypothesisState::proposed) return false;
    if (to == HypothesisState::accepted) return from == HypothesisState::supported;
    return true;
}

std::string_view to_string(HypothesisState state) {
    return states.text(state);
}

Result<HypothesisState> parse_hypothesis_state(std::string_view text) {
    return states.parse(text);
}

}  // namespace foreshock::incidents
