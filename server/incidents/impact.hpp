#pragma once

#include "server/incidents/engine.hpp"
#include "server/incidents/judgement.hpp"
#include "server/incidents/service_load.hpp"

namespace foreshock::incidents {

inline constexpr std::size_t services_explained_max = 3;  ///< reasons name so many, the gravest

/// Does it count as one host less of a service that it touches? When it is no mere information and
/// about more than one component (impact hint 1 or 2), or critical.
bool puts_host_at_stake(const Symptom& symptom);

/// How much is at stake, by the active symptoms of `incident`, which must have one.
///
/// A service that is touched: with fewer hosts left, without those at stake, than are needed its
/// impact goes by the greatest weight among it and those that need it; one graver from `users_many`
/// users of all these, and from `services_many` such services. With enough hosts left it is one
/// lower. Hosts that other incidents put at stake count as well, by `load`.
///
/// Symptoms that touch no service: the gravest hint among their kinds (1 the host, 2 a service, 3 a
/// component); `hosts_for_impact_two` hosts make it at least 2, `hosts_for_impact_one` make it 1.
/// The graver of both counts.
Judgement judge_impact(const Incident& incident, const PriorityRules& rules,
                       const ServiceMap& services, const ServiceLoad& load = {});

}  // namespace foreshock::incidents
