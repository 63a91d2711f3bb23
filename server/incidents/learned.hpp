#pragma once

#include <string>
#include <vector>

#include "core/time.hpp"

namespace foreshock::incidents {

/// How long a host has been like its peers by one signal: see PeersDetector.
struct LearnedLikeness {
    std::string signal;
    std::string group;
    Duration alike{0};

    bool operator==(const LearnedLikeness&) const = default;
};

/// How data of a host used to come: see SilenceDetector.
struct LearnedStream {
    std::string name;
    std::size_t times = 0;
    TimePoint first;
    TimePoint last;
    Duration longest_gap{0};

    bool operator==(const LearnedStream&) const = default;
};

/// What the server's detectors learned of one host, as it is kept over restarts. Saved a few
/// hosts at a time; what is older than `kept` is forgotten.
struct LearnedOfHost {
    static constexpr Duration kept = std::chrono::hours{24 * 7};

    std::string host;
    TimePoint at;
    std::vector<LearnedLikeness> peers;
    std::vector<LearnedStream> streams;

    [[nodiscard]] bool empty() const { return peers.empty() && streams.empty(); }

    bool operator==(const LearnedOfHost&) const = default;
};

}  // namespace foreshock::incidents
