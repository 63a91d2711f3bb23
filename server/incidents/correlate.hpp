#pragma once

#include "server/incidents/incident.hpp"

namespace foreshock::incidents {

/// How much two symptoms have to do with one another: evidence that people can check, and its sum.
struct Kinship {
    double score = 0;  ///< 0 to 1
    std::vector<Reason> reasons;
};

/// Are reasons put into words, or is their code enough?
enum class Telling : std::uint8_t { words, codes };

/// Weighs a new symptom against one that is known on the same host; of different hosts they score
/// 0 here, see spread.hpp. Same host (0.2) and closeness in time (to 0.2) alone stay
/// below the usual bar of 0.6, so that unrelated faults at one time are two incidents; same
/// component (0.4), a known cause (0.5, and 0.1 when it also moved first), or the same process or
/// device (0.3) take it across.
Kinship kinship(const Symptom& fresh, const Symptom& known);

/// Its score alone, without the cost of words.
double kinship_score(const Symptom& fresh, const Symptom& known);

/// The best kinship to any symptom of the incident that is active, or cleared within `window`
/// before `now`.
Kinship best_kinship(const Symptom& fresh, const Incident& incident, TimePoint now,
                     Duration window);

}  // namespace foreshock::incidents
