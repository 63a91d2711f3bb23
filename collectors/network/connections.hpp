#pragma once

#include "collectors/catalog.hpp"
#include "collectors/network/port_range.hpp"
#include "collectors/socket_table.hpp"

namespace foreshock::collectors {

/// Connections that are not simply open, as numbers.
struct ConnectionCounts {
    std::uint64_t syn_sent = 0;
    std::uint64_t syn_received = 0;
    std::uint64_t closing = 0;  ///< FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK
    std::uint64_t close_wait = 0;
};

ConnectionCounts count_connections(const std::vector<TcpSocket>& sockets);

/// How many ports of the range are taken by connections to each remote address and port, those
/// that wait in TIME_WAIT included: from one local address, a port serves one connection to the
/// same remote (RFC 9293 §3.3.1), so the busiest local address counts. Sorted by remote.
struct PortUse {
    Endpoint remote;
    std::size_t ports = 0;
};

std::vector<PortUse> count_port_use(const std::vector<TcpSocket>& sockets, PortRange range);

/// The bound on remotes with series of their own, and the share of the range from which on one has
/// them.
inline constexpr std::size_t port_remotes_max = 8;
inline constexpr double port_share_min = 0.02;

std::span<const SignalDescription> connections_signals();
Result<std::unique_ptr<Collector>> make_connections(const CollectorContext& context);

}  // namespace foreshock::collectors
