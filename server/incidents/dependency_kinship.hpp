#pragma once

#include "server/incidents/spread.hpp"

namespace foreshock::incidents {

/// Weighs `fresh` against the symptoms of an open incident by who needs whom: a service that one of
/// them touches needs one that the other touches, or a host calls the other (0.4; see
/// ServiceMap::path), what is needed is in trouble now and moved first (0.1), and closeness in time
/// (to 0.2). At most `dependency_symptoms_max` active symptoms of the incident are looked at.
/// Needing something that is merely expected to fail, or to which nothing happened within 5 min,
/// is no evidence.
Kinship dependency_kinship(const Symptom& fresh, const Incident& candidate, const SpreadView& view);

/// Are the two in trouble because one needs the other, as above?
bool is_dependent(const Symptom& a, const Symptom& b, const ServiceMap& services);

constexpr std::size_t dependency_symptoms_max = 10;

}  // namespace foreshock::incidents
