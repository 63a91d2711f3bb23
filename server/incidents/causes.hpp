#pragma once

#include <string>
#include <vector>

#include "server/incidents/changes_before.hpp"
#include "server/incidents/incident.hpp"

namespace foreshock::incidents {

enum class CauseSource : std::uint8_t { symptom, change };

/// Something that may have caused an incident, with what speaks for it and against it.
struct ProbableCause {
    CauseSource source = CauseSource::symptom;
    std::string what;  ///< the symptom's kind, the change's fact
    std::string component;
    std::vector<std::string> hosts;
    TimePoint at;  ///< its first sign
    std::string sentence;
    double score = 0;                  ///< 0 to 1: to rank by, not a probability
    std::vector<Reason> evidence_for;  ///< never empty
    std::vector<Reason> evidence_against;
};

constexpr std::size_t causes_max = 5;

/// The likeliest first, at most `causes_max`. Candidates are the incident's kinds of symptoms, each
/// with its component over all hosts, and the changes before it. docs/reference/incidents.md lists
/// the evidence and its weights. Pure.
std::vector<ProbableCause> probable_causes(const Incident& incident,
                                           const std::vector<HostChange>& changes);

std::string_view to_string(CauseSource source);

}  // namespace foreshock::incidents
