#pragma once

#include <vector>

#include "server/incidents/incident.hpp"

namespace foreshock::incidents {

/// 1 (high) to 3 (low), and why: never without a reason.
struct Judgement {
    int value = 3;
    std::vector<Reason> reasons;
};

}  // namespace foreshock::incidents
