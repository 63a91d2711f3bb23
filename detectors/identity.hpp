#pragma once

#include <string>
#include <vector>

#include "core/labels.hpp"

namespace foreshock::detectors {

/// The labels that tell one thing from another: those named by `same`. All of them when none is
/// named, or when it has none of those.
Labels identity_of(const Labels& labels, const std::vector<std::string>& same);

}  // namespace foreshock::detectors
