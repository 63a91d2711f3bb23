#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/change.hpp"
#include "core/result.hpp"

namespace foreshock::incidents {

/// Is a host there? `expected_away`: it said goodbye. `lost`: it fell silent without a word.
/// `revoked`: its identity was taken back, so its silence is meant.
enum class Presence : std::uint8_t { present, expected_away, lost, revoked };

/// People send a host away: nothing is taken from it any more, or it is forgotten altogether.
struct Farewell {
    enum class Kind : std::uint8_t { revoked, forgotten };

    std::string host_id;
    Kind kind = Kind::revoked;
    TimePoint at;
    std::string actor;             ///< who forgets it; empty for the revoked
    bool deletes_history = false;  ///< of the forgotten: its samples too
    Duration clock_skew{0};        ///< by which its samples' times are ahead of ours

    bool operator==(const Farewell&) const = default;
};

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

/// A host that is known no longer.
struct HostGone {
    std::string id;
    std::string name;
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
