#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/sighting.hpp"
#include "server/incidents/host.hpp"

namespace foreshock::incidents {

struct WitnessSettings {
    std::size_t per_host = 3;       ///< hosts that are asked about one
    std::size_t per_witness = 4;    ///< hosts that one is asked about at a time
    std::size_t suspects_max = 50;  ///< hosts that others are asked about at a time
};

/// What is to be asked of whom: questions by the identity of the agent that is asked.
using WitnessQuestions = std::map<std::string, std::vector<SightingQuestion>, std::less<>>;

/// Whom to ask about the hosts of which nothing is heard (their ids): hosts that are present and no
/// suspects themselves, those of the same network first (what stands before the last dot or colon
/// of an address), the least asked before others. Suspects without an address that others could
/// reach, and those beyond `suspects_max`, are not asked about. The same hosts give the same
/// witnesses. Pure.
WitnessQuestions choose_witnesses(const std::vector<std::string>& suspects,
                                  const std::map<std::string, Host, std::less<>>& hosts,
                                  const WitnessSettings& settings = {});

}  // namespace foreshock::incidents
