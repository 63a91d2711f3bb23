#pragma once

#include "server/incidents/turn.hpp"

namespace foreshock::incidents {

/// Puts a hypothesis on the incident. invalid without words, conflict beyond `hypotheses_max`.
Result<void> propose(Turn& turn, const HypothesisProposed& step);

/// Adds evidence to a hypothesis and takes it to another state. not_found for an unknown one,
/// invalid without evidence, conflict for a step that its state does not allow, when another one is
/// accepted already, and beyond Hypothesis::evidence_max.
Result<void> judge(Turn& turn, const HypothesisJudged& step);

/// The one that a fix may be linked to as its cause. invalid for an id that the incident has not,
/// naming those that it has; conflict for one that is not accepted.
Result<const Hypothesis*> accepted_hypothesis(const Incident& incident, std::string_view id);

}  // namespace foreshock::incidents
