#pragma once

#include "detectors/pack/pack.hpp"
#include "server/packs/severity_rule.hpp"

namespace foreshock::packs {

/// The rule that the kind's engine goes by.
SeverityRule severity_rule(const detectors::KindSettings& kind);

}  // namespace foreshock::packs
