#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/incidents/forecast_accuracy.hpp"
#include "server/incidents/host_judgement.hpp"
#include "server/packs/shipped_pack.hpp"

namespace foreshock::render {

/// What a host's agent learned and by what it judges; either may be unknown.
std::string learned_json(const std::optional<LearnedLimits>& learned,
                         const std::optional<incidents::PackOfHost>& pack);

/// One pack, and the hosts that use it.
struct PackUse {
    static constexpr std::size_t hosts_named_max = 100;

    PackInUse pack;
    std::vector<std::string> versions;  ///< of the agents, sorted
    std::vector<std::string> hosts;     ///< names of the first of them, sorted
    std::size_t host_count = 0;
};

/// What there is to say of packs in the fleet.
struct PacksView {
    const packs::ShippedPack& shipped;
    std::string server_version;
    std::vector<PackUse> used;     ///< most hosts first
    std::size_t hosts_silent = 0;  ///< that never said what they judge by
    const std::vector<incidents::ForecastAccuracy>& accuracy;
};

std::string packs_json(const PacksView& view);

}  // namespace foreshock::render
