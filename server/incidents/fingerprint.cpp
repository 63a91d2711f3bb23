#include "server/incidents/fingerprint.hpp"

#include "core/hash.hpp"

namespace foreshock::incidents {

std::string fingerprint(const Symptom& symptom) {
    return stable_id({symptom.subject.host, symptom.kind, symptom.subject.component});
}

}  // namespace foreshock::incidents
