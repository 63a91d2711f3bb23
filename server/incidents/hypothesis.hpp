#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::incidents {

/// proposed → supported or refuted → … → accepted: the cause. Accepted is final.
enum class HypothesisState : std::uint8_t { proposed, supported, refuted, accepted };

/// What somebody found that speaks for a hypothesis or against it, and where that took it.
struct HypothesisEvidence {
    TimePoint at;
    std::string actor;
    std::string text;
    HypothesisState state = HypothesisState::supported;

    bool operator==(const HypothesisEvidence&) const = default;
};

/// What is believed to be the cause of an incident.
struct Hypothesis {
    static constexpr std::size_t evidence_max = 20;

    std::string id;  ///< "h1", "h2" … within its incident
    std::string text;
    std::string author;
    TimePoint at;
    HypothesisState state = HypothesisState::proposed;
    std::vector<HypothesisEvidence> evidence;  ///< oldest first

    bool operator==(const Hypothesis&) const = default;
};

constexpr std::size_t hypotheses_max = 50;  ///< of one incident

/// May a hypothesis be taken from one state to another? Only a supported one is accepted.
bool may_become(HypothesisState from, HypothesisState to);

std::string_view to_string(HypothesisState state);
Result<HypothesisState> parse_hypothesis_state(std::string_view text);

}  // namespace foreshock::incidents
