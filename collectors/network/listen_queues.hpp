#pragma once

#include "collectors/catalog.hpp"
#include "collectors/socket_table.hpp"

namespace foreshock::collectors {

/// A listening address and what waits there to be accepted (listen(2)).
struct ListenQueue {
    Endpoint at;
    std::uint32_t waiting = 0;
    std::uint32_t limit = 0;  ///< 0: not known
};

/// The queues of all listening sockets, one per address: of several processes that listen on the
/// same one (SO_REUSEPORT), the fullest. Sorted by address.
std::vector<ListenQueue> find_listen_queues(std::span<const TcpSocket> sockets);

/// The bound on listening addresses with series of their own: those that are fullest.
inline constexpr std::size_t listen_queues_max = 64;

std::span<const SignalDescription> listen_queues_signals();
Result<std::unique_ptr<Collector>> make_listen_queues(const CollectorContext& context);

}  // namespace foreshock::collectors
