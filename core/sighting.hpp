#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace foreshock {

/// "Is that host there?": asked of an agent about a host that the server no longer hears.
struct SightingQuestion {
    std::string host_id;                 ///< the identity of that host's agent
    std::vector<std::string> addresses;  ///< IP addresses, at most addresses_max

    static constexpr std::size_t addresses_max = 4;

    bool operator==(const SightingQuestion&) const = default;
};

/// `unable`: the host that was asked could not look, so it saw nothing either way.
enum class Sight : std::uint8_t { unable, answered, silent };

/// What one host saw of another.
struct Sighting {
    std::string host_id;
    Sight sight = Sight::unable;
    std::string how;  ///< for people: "ICMP echo to 10.0.0.5"

    bool operator==(const Sighting&) const = default;
};

}  // namespace foreshock
