#pragma once

#include "server/incidents/engine.hpp"
#include "server/incidents/judgement.hpp"

/// The priority of what users report, while no detector knows of it.
namespace foreshock::incidents {

/// By the weight of the gravest service that is meant (as of one with too few hosts left), one
/// graver from `users_many` users of it and those that need it; 3 where none is named.
Judgement judge_reported_impact(const Incident& incident, const PriorityRules& rules,
                                const ServiceMap& services);

/// Users speak of what disturbs them now: 2; 3 out of the hours of every service that is meant.
Judgement judge_reported_urgency(const Incident& incident, TimePoint now,
                                 const ServiceMap& services);

/// `reporters_many` people who reported it make it one graver, whoever knew first.
void count_reporters(const Incident& incident, const PriorityRules& rules, Judgement& impact);

}  // namespace foreshock::incidents
