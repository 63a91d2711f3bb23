#pragma once

#include "server/incidents/causes.hpp"
#include "server/incidents/changes_before.hpp"
#include "server/incidents/host.hpp"
#include "server/incidents/incident.hpp"
#include "server/incidents/known_error.hpp"
#include "server/incidents/questions.hpp"
#include "server/incidents/similar.hpp"

namespace foreshock::incidents {

/// Something that moved: what did so first is the best guess at where it began.
struct FirstSign {
    TimePoint at;
    std::string host;
    std::string component;
    std::string signal;  ///< of its first evidence; the kind where there is none
    std::string sentence;

    bool operator==(const FirstSign&) const = default;
};

/// What else is known when an incident is diagnosed.
struct DiagnosisContext {
    std::vector<Host> hosts;  ///< those that it touches, as far as they are known
    std::vector<PastIncident> past;
    std::vector<KnownError> known_errors;
};

/// The first diagnosis, as the first line wants it: what moved first, how far it reaches, what
/// changed before, what may have caused it, what to ask and what to read.
struct Diagnosis {
    std::vector<FirstSign> first_signs;  ///< earliest first
    std::vector<std::string> hosts;
    std::vector<std::string> components;
    std::string snapshot_of;          ///< the symptom whose snapshot shows the onset; may be empty
    std::vector<HostChange> changes;  ///< nearest to the first sign first
    std::vector<ProbableCause> causes;          ///< the likeliest first
    std::vector<std::string> questions;         ///< each once
    std::vector<Question> prefilled_questions;  ///< the same, with what is known to them
    std::string guide;                          ///< of the leading symptom
    std::vector<SimilarIncident> similar;       ///< the most similar first
    std::vector<SuggestedFix> fixes;            ///< known errors that fit, the best record first
};

Diagnosis diagnose(const Incident& incident, const DiagnosisContext& context = {});

}  // namespace foreshock::incidents
