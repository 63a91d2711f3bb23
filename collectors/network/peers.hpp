#pragma once

#include "collectors/catalog.hpp"
#include "collectors/socket_table.hpp"

namespace foreshock::collectors {

/// What went to one remote address since the round before, over connections that were open in both.
struct PeerTraffic {
    Endpoint address;               ///< its port is 0
    double segments_sent = 0;       ///< for the first time
    double segments_again = 0;      ///< sent again because no answer came
    double round_trip_seconds = 0;  ///< mean of its connections
    std::size_t connections = 0;
};

/// Remembers the counters of each connection: theirs end with them, so sums over a peer would not
/// only grow.
class PeerCounters {
public:
    /// The bound on connections that are looked at; further ones are passed over.
    static constexpr std::size_t connections_max = 8192;

    /// Sorted by address.
    std::vector<PeerTraffic> update(const std::vector<TcpSocket>& sockets);

private:
    struct Counters {
        std::uint64_t cookie;
        TcpPath path;
    };

    std::vector<Counters> before_;  // sorted by cookie
};

/// The bound on remote addresses with series of their own: those that most is sent to.
inline constexpr std::size_t peers_max = 16;

std::span<const SignalDescription> peers_signals();
Result<std::unique_ptr<Collector>> make_peers(const CollectorContext& context);

}  // namespace foreshock::collectors
