#pragma once

#include "server/incidents/engine.hpp"

/// Kinds that matter only in numbers: one host with it is nothing to wake people for.
namespace foreshock::incidents {

/// The first rule of that effect that all kinds of the incident match and whose numbers it does not
/// reach; null when nothing holds it back. One symptom of a kind without such a rule frees it.
const ThresholdRule* held_back_by(const Incident& incident, const Settings& settings,
                                  ThresholdRule::Effect effect);

/// "1 of the 3 hosts and 1 of the 5 symptoms that network.* needs"
std::string describe(const ThresholdRule& rule, const Incident& incident);

}  // namespace foreshock::incidents
