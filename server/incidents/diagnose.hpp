#pragma once

#include "server/incidents/incident.hpp"

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

/// The first diagnosis, as the first line wants it: what moved first, how far it reaches, what to
/// ask and what to read.
struct Diagnosis {
    std::vector<FirstSign> first_signs;  ///< earliest first
    std::vector<std::string> hosts;
    std::vector<std::string> components;
    std::vector<std::string> questions;  ///< each once
    std::string guide;                   ///< of the leading symptom
};

Diagnosis diagnose(const Incident& incident);

}  // namespace foreshock::incidents
