#pragma once

#include "collectors/catalog.hpp"
#include "collectors/network/port_range.hpp"
#include "collectors/socket_table.hpp"

namespace foreshock::collectors {

/// A service of others, or of this host over the loopback, to which programs here are connected.
struct OutgoingPeer {
    Endpoint remote;
    std::size_t open = 0;         ///< connections that carry something
    bool was_open = false;        ///< at least one that is open, or was until a minute ago
    std::uint64_t cgroup_id = 0;  ///< of one that is open; 0: not known
};

/// Whom this host has called: sorted by remote. A connection is outgoing when nobody listens at
/// its local port, and when its own port, not the peer's, is one that connect(2) chose.
std::vector<OutgoingPeer> find_outgoing_peers(const std::vector<TcpSocket>& sockets,
                                              PortRange range);

/// The bound on dependencies that are learned, and on peers that may yet become one.
inline constexpr std::size_t dependencies_max = 128;
inline constexpr std::size_t dependency_candidates_max = 1024;

/// A peer that was seen in so many rounds is a dependency; one that was not seen for so long is
/// none any more.
inline constexpr std::size_t dependency_rounds_min = 2;
inline constexpr Duration dependency_kept = std::chrono::hours{24};

std::span<const SignalDescription> dependencies_signals();

/// Its facts: "dependency.10.0.0.5:5432" = "shop.service", the unit that is connected, or
/// "connected" when it is not known.
Result<std::unique_ptr<Collector>> make_dependencies(const CollectorContext& context);

}  // namespace foreshock::collectors
