#pragma once

#include <cstddef>
#include <cstdint>

namespace foreshock::incidents {

/// Where one impact ends and the next begins; prioritise.hpp says what they do.
struct PriorityRules {
    int weight_for_impact_one = 4;  ///< of a service that has too few hosts left
    int weight_for_impact_two = 2;
    std::uint64_t users_many = 1000;       ///< so many users make it one graver
    std::size_t services_many = 3;         ///< so many services with too few hosts likewise
    std::size_t hosts_for_impact_two = 2;  ///< hosts of which no service is known
    std::size_t hosts_for_impact_one = 5;
    std::size_t reporters_many = 5;  ///< so many people who reported it make it one graver

    bool operator==(const PriorityRules&) const = default;
};

}  // namespace foreshock::incidents
