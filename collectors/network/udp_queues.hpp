#pragma once

#include <vector>

#include "collectors/catalog.hpp"
#include "collectors/socket_table.hpp"

namespace foreshock::collectors {

/// What waits at one local address and port to be read, all sockets there together.
struct UdpQueue {
    Endpoint at;
    std::uint64_t waiting_bytes = 0;
    std::uint64_t drops = 0;  ///< since the sockets exist
};

/// Adds the sockets of /proc/net/udp or udp6 to `out`. malformed: a line is none.
Result<void> parse_proc_net_udp(std::string_view text, std::vector<UdpQueue>& out);

/// The bound on addresses with series of their own: those where most waits or is dropped.
inline constexpr std::size_t udp_queues_max = 16;

std::span<const SignalDescription> udp_queues_signals();
Result<std::unique_ptr<Collector>> make_udp_queues(const CollectorContext& context);

}  // namespace foreshock::collectors
