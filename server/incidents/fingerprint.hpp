#pragma once

#include <string>

#include "core/symptom.hpp"
#include "server/incidents/print.hpp"

namespace foreshock::incidents {

/// What makes two symptoms the same thing seen again: host, kind and component.
std::string fingerprint(const Symptom& symptom);

/// The same in 16 bytes, without the cost of its digits.
Print print_of(const Symptom& symptom);

}  // namespace foreshock::incidents
