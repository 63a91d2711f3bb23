#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/change.hpp"
#include "core/result.hpp"

namespace foreshock::incidents {

/// Is a host there? `expected_away`: it said goodbye. `lost`: it fell silent without a word.
enum class Presence : std::uint8_t { present, expected_away, lost };

/// To whom programs of the host are connected, as its facts "dependency.PEER" tell.
struct LearnedDependency {
    static constexpr std::size_t per_host_max = 256;
    static constexpr Duration kept = std::chrono::hours{24};  ///< after it was last told of

    std::string peer;  ///< "10.0.0.5:5432"
    std::string unit;  ///< "shop.service"; empty when the agent does not know
    TimePoint since;   ///< when this server first heard of it
    TimePoint last_seen;

    bool operator==(const LearnedDependency&) const = default;
};

/// What the server knows of one agent's host.
struct Host {
    std::string id;    ///< the agent's identity
    std::string name;  ///< as people call it
    std::string boot_id;
    std::string run_id;
    std::uint64_t sequence = 0;  ///< the last durable one of this run
    Duration report_interval{10000};
    TimePoint first_seen;
    TimePoint last_seen;     ///< by the server's clock
    Duration clock_skew{0};  ///< the agent's clock minus ours at the last report
    Presence presence = Presence::present;
    Goodbye goodbye = Goodbye::none;
    std::vector<Fact> facts;
    std::vector<Change> changes;                  ///< the newest 50
    std::vector<LearnedDependency> dependencies;  ///< by peer
};

std::string_view to_string(Presence presence);
Result<Presence> parse_presence(std::string_view text);

}  // namespace foreshock::incidents
