#include "server/incidents/fingerprint.hpp"

#include "core/hash.hpp"

namespace foreshock::incidents {

std::string fingerprint(const Symptom& symptom) {
    return stable_id({symptom.subject.host, symptom.kind, symptom.subject.component});
}

Print print_of(const Symptom& symptom) {
    const auto [high, low] =
        stable_bits({symptom.subject.host, symptom.kind, symptom.subject.component});
    return {high, low};
}

}  // namespace foreshock::incidents
