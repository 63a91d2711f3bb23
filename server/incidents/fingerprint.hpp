#pragma once

#include <string>

#include "core/symptom.hpp"

namespace foreshock::incidents {

/// What makes two symptoms the same thing seen again: host, kind and component.
std::string fingerprint(const Symptom& symptom);

}  // namespace foreshock::incidents
